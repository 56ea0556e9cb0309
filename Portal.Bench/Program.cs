using Portal.Bench;
using Portal.Bench.Broker;
using Portal.Bench.Footprint;
using Portal.Bench.Jobs;
using Portal.Bench.Lag;
using Portal.Bench.Provisioning;
using Portal.Bench.Schemas;
using Portal.Bench.Specs;
using Portal.Bench.Streams;

// Each measure runs ours and what a user would pick instead in one run, and prints ratios. Without a name: all of them.
var measures = new Dictionary<string, Func<BenchOptions, CancellationToken, Task>>(StringComparer.Ordinal)
{
    ["broker"] = (_, stop) => BrokerBench.Run(stop),
    ["lag"] = (_, stop) => LagBench.Run(stop),
    ["provision"] = (_, stop) => ProvisioningBench.Run(stop),
    ["footprint"] = FootprintBench.Run,
    ["up"] = (_, stop) => DemoStart.Run(stop),
    ["schemas"] = (_, stop) => SchemaBench.Run(stop),
    ["specs"] = SpecBench.Run,
    ["streams"] = (_, stop) => StreamsBench.Run(stop),
    ["jobs"] = (_, stop) => JobsBench.Run(stop),
};

using var stop = new CancellationTokenSource();
Console.CancelKeyPress += (_, pressed) =>
{
    pressed.Cancel = true;
    stop.Cancel();
};
if (BenchOptions.Read(args) is not { } options)
{
    Console.Error.WriteLine(
        "The options are --minutes NUMBER, of footprint, and --topics NUMBER, of footprint and specs."
    );
    return 2;
}

if (options.Measures.Except(measures.Keys).ToList() is [var unknown, ..])
{
    Console.Error.WriteLine($"There is no measure '{unknown}'. There are: {string.Join(", ", measures.Keys)}.");
    return 2;
}

foreach (var name in options.Measures.Count == 0 ? measures.Keys : options.Measures.AsEnumerable())
{
    await measures[name](options, stop.Token);
}

return 0;
