namespace Kivenkolo.SystemTests;

internal static class DemoAgain
{
    /// <summary>Runs Demo on the filled system, told what ./run tells it.</summary>
    public static Task<CommandResult> RunDemoAgain(this RunningSystem system) => Command.Run(
        "dotnet", [Checkout.Path("services", "Demo", "bin", "Release", "net10.0", "Demo.dll")],
        new()
        {
            ["DOTNET_ENVIRONMENT"] = "Development",
            ["Public__Address"] = system.Address.ToString().TrimEnd('/'),
            ["Bootstrap__AdministrationClientId"] = system.Administration.ClientId,
            ["Bootstrap__AdministrationClientSecret"] = system.Administration.ClientSecret,
            ["Demo__CoordinatorPassword"] = system.Coordinator.Password,
            ["Demo__FacilitatorPassword"] = system.Facilitator.Password,
            ["Demo__CredentialsFile"] = Path.Combine(system.Data, "partner.json"),
        },
        TimeSpan.FromMinutes(2));
}
