using System.Collections.Immutable;
using Portal.Core.Jobs;
using Portal.Engines.Flink;

namespace Portal.Workers.Collecting.Jobs;

/// <summary>
/// A run's operators out of what Flink counts now and what was known before. Its counts move every ten seconds (metrics.fetcher.update-interval), however
/// often it is read: between two readings that are close together nothing passed, or twice as much. Pure.
/// </summary>
internal static class OperatorsOf
{
    private static readonly TimeSpan LeastApart = TimeSpan.FromSeconds(20);

    /// <returns>None where Flink doesn't know the run any more.</returns>
    public static ImmutableArray<JobOperator> Now(FlinkJobDetail? now, JobFacts former)
    {
        if (now is null)
        {
            return [];
        }

        // Counts and times begin anew with each start, and may have passed the former ones since.
        var before = now.RunningSince == former.RunningSince ? former.Operators : [];
        return [.. now.Operators.Select(o => Operator(o, before.FirstOrDefault(f => f.Id == o.Id), now.Now))];
    }

    private static JobOperator Operator(FlinkOperator now, JobOperator? before, DateTimeOffset at)
    {
        var first = new JobOperator(
            now.Id,
            now.Name,
            now.Parallelism,
            now.Status,
            now.Inputs,
            Busy: null,
            BackPressured: null,
            now.Read,
            now.Written,
            ReadPerSecond: null,
            WrittenPerSecond: null,
            now.Busy,
            now.BackPressured
        )
        {
            CountedFrom = new(at, now.Read, now.Written, now.Busy, now.BackPressured),
        };
        if (!now.IsCounted)
        {
            return before?.CountedFrom is { } known
                ? Kept(before with { Status = now.Status }, at - known.At)
                : first with
                {
                    CountedFrom = null,
                };
        }

        // Another JobManager's clock may be behind.
        if (
            before is not { CountedFrom: { } counted }
            || now.Read < before.Read
            || now.Written < before.Written
            || at < counted.At
        )
        {
            return first;
        }

        var since = at - counted.At;
        return since < LeastApart
            ? first with
            {
                Busy = before.Busy,
                BackPressured = before.BackPressured,
                ReadPerSecond = before.ReadPerSecond,
                WrittenPerSecond = before.WrittenPerSecond,
                CountedFrom = counted,
            }
            : first with
            {
                Busy = Share(now.Busy, counted.BusyFor, since, now.Parallelism),
                BackPressured = Share(now.BackPressured, counted.BackPressuredFor, since, now.Parallelism),
                ReadPerSecond = (now.Read - counted.Read) / since.TotalSeconds,
                WrittenPerSecond = (now.Written - counted.Written) / since.TotalSeconds,
            };
    }

    // What Flink lacks of the counts comes back at once, and would pass for what passed since.
    private static JobOperator Kept(JobOperator before, TimeSpan age) =>
        before.Status == FlinkStatus.Running && age <= JobRules.Fresh
            ? before
            : before with
            {
                Busy = null,
                BackPressured = null,
                ReadPerSecond = null,
                WrittenPerSecond = null,
            };

    private static double? Share(TimeSpan now, TimeSpan before, TimeSpan since, int parallelism) =>
        now < before ? null : Math.Min(1, (now - before) / since / Math.Max(1, parallelism));
}
