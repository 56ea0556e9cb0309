using Portal.Bench.Footprint;
using Portal.Bench.Lag;
using Portal.Bench.Provisioning;

// Each measure runs ours and what a user would pick instead in one run, and prints ratios. Without a name: all of them.
var measures = new Dictionary<string, Func<CancellationToken, Task>>(StringComparer.Ordinal)
{
    ["lag"] = LagBench.Run,
    ["provision"] = ProvisioningBench.Run,
    ["footprint"] = FootprintBench.Run,
};

using var stop = new CancellationTokenSource();
Console.CancelKeyPress += (_, pressed) =>
{
    pressed.Cancel = true;
    stop.Cancel();
};
if (args.Except(measures.Keys).ToList() is [var unknown, ..])
{
    Console.Error.WriteLine($"There is no measure '{unknown}'. There are: {string.Join(", ", measures.Keys)}.");
    return 2;
}

foreach (var name in args.Length == 0 ? measures.Keys : args.AsEnumerable())
{
    await measures[name](stop.Token);
}

return 0;
