using Microsoft.Extensions.Options;
using Portal.LocalCluster;
using Portal.LocalCluster.Demo;

var running = args is ["demo", .. var rest] ? DemoHost.Build(rest) : LocalClusterHost.Build(args);
try
{
    await running.RunAsync();
    return 0;
}
catch (Exception refused)
    when (refused is InvalidOperationException or InvalidDataException or OptionsValidationException or IOException)
{
    // A folder or port that somebody else has, a setting that can't be: words for whoever started it are enough.
    await Console.Error.WriteLineAsync(refused.Message);
    return 1;
}
