using System.Collections.Immutable;
using Microsoft.EntityFrameworkCore;
using Portal.Core.Jobs;
using Portal.Core.Resources;

namespace Portal.Tests.Jobs;

/// <summary>Brokers that let no transaction be open for as long as a job's sinks want: known while it is written, out of what was last seen.</summary>
public sealed class TransactionNoteTests
{
    private static readonly JobDefinition Writing = JobWorlds.Spec(JobWorlds.Copy("a", "b")).Definition;

    [Fact]
    public async Task What_is_typed_meets_the_limit_of_the_brokers_that_it_writes_to()
    {
        await using var world = await WatchedFlink.Create();
        (await Notes(world, Writing)).ShouldBeEmpty("nobody has asked the brokers yet");

        await Seen(world, TimeSpan.FromMinutes(1), TimeSpan.Zero);
        var note = (await Notes(world, Writing)).ShouldHaveSingleItem();
        note.Verdict.ShouldBe(CheckVerdict.Blocked);
        note.Words.ShouldContain("The brokers of dev let a transaction be open for 1\u00A0min");
        note.Words.ShouldContain(TransactionLimit.Setting);
        (await Notes(world, Writing with { Guarantee = JobGuarantee.AtLeastOnce })).ShouldBeEmpty("it has none");

        await Seen(world, TransactionLimit.OfSinks, TimeSpan.Zero);
        (await Notes(world, Writing)).ShouldBeEmpty("they suffice");
    }

    [Fact]
    public async Task What_runs_meets_it_too()
    {
        await using var world = await WatchedFlink.Create();
        world.Flink.Runs("1f", "sums");
        await world.Read();
        (await world.Job("sums")).Findings.ShouldNotContain(note => note.Verdict == CheckVerdict.Blocked);

        await Seen(world, TimeSpan.FromMinutes(1), TimeSpan.Zero);
        (await world.Job("sums")).Findings.ShouldContain(note => note.Verdict == CheckVerdict.Blocked);
    }

    [Fact]
    public async Task What_was_seen_hours_ago_says_nothing_of_now()
    {
        await using var world = await WatchedFlink.Create();
        await Seen(world, TimeSpan.FromMinutes(1), TimeSpan.FromHours(2));
        (await Notes(world, Writing)).ShouldBeEmpty();
    }

    private static async Task<ImmutableArray<LintNote>> Notes(WatchedFlink world, JobDefinition definition) =>
        [
            .. (
                await new JobNotes(world, TimeProvider.System).Of(world.Cluster, definition, CancellationToken.None)
            ).Where(note => note.Name == "transactions"),
        ];

    private static async Task Seen(WatchedFlink world, TimeSpan longest, TimeSpan ago)
    {
        await using var db = world.CreateDbContext();
        await db.Database.ExecuteSqlAsync(
            $"""
            insert into collector (cluster_id, longest_transaction_ms, longest_transaction_at)
            values ({world.Cluster.Value}, {(long)longest.TotalMilliseconds}, now() - {ago})
            on conflict (cluster_id) do update
            set longest_transaction_ms = excluded.longest_transaction_ms, longest_transaction_at = excluded.longest_transaction_at
            """
        );
    }
}
