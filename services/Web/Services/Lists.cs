namespace Kivenkolo.Web.Services;

/// <summary>How much of a list a page shows.</summary>
internal static class Lists
{
    /// <summary>The most entries; a list that has more says so at its end (<c>ListEnd</c>).</summary>
    public const int Maximum = 1000;
}
