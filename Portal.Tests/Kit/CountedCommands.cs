using System.Collections.Concurrent;
using System.Diagnostics;

namespace Portal.Tests.Kit;

/// <summary>
/// What one act asks of the store: the commands that Npgsql traces below it, in this process and in requests to our own web. A batch
/// is one command, as it is one way there and back. A connection that the pool opens isn't one: what runs beside the act decides when it has to.
/// </summary>
public static class CountedCommands
{
    private static readonly ActivitySource Acts = new("Portal.Tests.Costs");
    private static readonly ConcurrentDictionary<ActivityTraceId, ConcurrentQueue<string>> Counting = new();

    static CountedCommands() =>
        ActivitySource.AddActivityListener(
            new ActivityListener
            {
                ShouldListenTo = source => source.Name is "Npgsql" or "Microsoft.AspNetCore" || source == Acts,
                Sample = (ref ActivityCreationOptions<ActivityContext> asked) =>
                    asked.Source == Acts || Counting.ContainsKey(asked.Parent.TraceId)
                        ? ActivitySamplingResult.AllData
                        : ActivitySamplingResult.None,
                ActivityStopped = Count,
            }
        );

    /// <returns>The commands' texts, as they ended.</returns>
    public static async Task<IReadOnlyList<string>> Of(Func<Task> act)
    {
        // Of a trace of its own, whatever the test runner traces.
        Activity.Current = null;
        using var activity = Acts.StartActivity("counted")!;
        var commands = Counting[activity.TraceId] = new ConcurrentQueue<string>();
        await act();
        Counting.TryRemove(activity.TraceId, out _);
        return [.. commands];
    }

    private static void Count(Activity ended)
    {
        if (
            ended.Source.Name == "Npgsql"
            && !ended.DisplayName.StartsWith("CONNECT ", StringComparison.Ordinal)
            && Counting.TryGetValue(ended.TraceId, out var commands)
        )
        {
            commands.Enqueue(
                $"{ended.DisplayName}: {ended.GetTagItem("db.query.text") ?? ended.GetTagItem("db.statement") ?? "a batch"}"
            );
        }
    }
}
