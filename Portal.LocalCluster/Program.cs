using Portal.LocalCluster;

await LocalClusterHost.Build(args).RunAsync();
