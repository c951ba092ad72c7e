[assembly: AssemblyFixture(typeof(PrivateServers))]
