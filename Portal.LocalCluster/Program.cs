using Portal.LocalCluster;
using Portal.LocalCluster.Demo;

var running = args is ["demo", .. var rest] ? DemoHost.Build(rest) : LocalClusterHost.Build(args);
await running.RunAsync();
