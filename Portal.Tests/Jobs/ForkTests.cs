using System.Collections.Immutable;
using Portal.Core;
using Portal.Core.Evaluation;
using Portal.Core.Jobs;
using Portal.Core.Jobs.Savepoints;
using Portal.Core.Resources;
using Portal.Engines.Flink;
using Portal.Tests.Kit;
using Portal.Web.Features.Jobs.Fields;
using Portal.Web.Features.Kinds;
using Portal.Workers.Planning.Jobs;

namespace Portal.Tests.Jobs;

/// <summary>A new job that starts with a copy of the state that another one had at a savepoint.</summary>
public sealed class ForkTests
{
    private const long Number = 7;
    private static readonly DateTimeOffset Now = new(2026, 11, 26, 12, 0, 0, TimeSpan.Zero);
    private static readonly ResourceRef On = new(JobKind.Word, new ClusterId(1), "sums-copy");

    private static readonly ForkEvidence Sums = new(
        "sums",
        SeededStructure.Payments,
        Now.AddHours(-1),
        ForkSettlement.Settled,
        IsStateSame: true,
        Obstacle: null,
        Shared: []
    );

    private static JobSpec Wanted
    {
        get
        {
            var spec = JobWorlds.Spec(JobWorlds.Copy("a", "copy"));
            return spec with
            {
                RestoreFrom = Number,
                Definition = spec.Definition with { Guarantee = JobGuarantee.AtLeastOnce },
            };
        }
    }

    [Fact]
    public void It_starts_with_the_copy_and_stops_nothing()
    {
        var steps = Plan(Wanted).ShouldBeOfType<PlannedSteps.Needed>().Steps;

        var start = steps.OfType<StartJob>().ShouldHaveSingleItem();
        start.Fork.ShouldBe(Number);
        start.From.ShouldNotBeNull("a worker that doesn't know the number would start it without state");
        steps.ShouldNotContain(step => step is StopJob);
    }

    [Fact]
    public void With_transactions_it_would_end_those_of_the_other_and_is_refused()
    {
        var exactly = Wanted with { Definition = Wanted.Definition with { Guarantee = JobGuarantee.ExactlyOnce } };

        Plan(exactly)
            .ShouldBeOfType<PlannedSteps.Impossible>()
            .Words.ShouldContain("Set the guarantee to at-least-once");
    }

    [Theory]
    [InlineData(
        null,
        CheckVerdict.Noted,
        "sums isn't touched. It reads up to 3 records that came into its topics since, and all of the lag that sums had then."
    )]
    [InlineData("gone", CheckVerdict.Blocked, "it was taken for a rehearsal")]
    [InlineData("pending", CheckVerdict.Blocked, "Plan again after its next checkpoint")]
    [InlineData("never", CheckVerdict.Blocked, "Choose a savepoint that sums was stopped with")]
    [InlineData(
        "others",
        CheckVerdict.Blocked,
        "which logistics owns: only a job of logistics starts with a copy of it"
    )]
    [InlineData("nobody's", CheckVerdict.Blocked, "which team owns that isn't known")]
    [InlineData("cut", CheckVerdict.NeedsOverride, "Of dev.a no record is left from before it")]
    [InlineData("empty", CheckVerdict.Noted, "Of dev.c no record is left from before it")]
    [InlineData("unknown", CheckVerdict.Blocked, "has no savepoint 7")]
    public void Its_savepoint_is_there_and_its_teams_and_committed(string? how, CheckVerdict verdict, string words)
    {
        var fork = how switch
        {
            "gone" => Sums with { Gone = "was taken for a rehearsal, and its change deletes it" },
            "pending" => Sums with { Settlement = ForkSettlement.Pending },
            "never" => Sums with { Settlement = ForkSettlement.Never },
            "others" => Sums with { Owner = "logistics" },
            "nobody's" => Sums with { Owner = null },
            "unknown" => null,
            _ => Sums,
        };

        var found = Found(fork) with
        {
            Cut = how == "cut" ? ["dev.a"] : [],
            MayBeCut = how == "empty" ? ImmutableArray.Create("dev.c") : null,
        };
        var finding = Findings(found).Single(f => f.Name == "restore");

        finding.Verdict.ShouldBe(verdict);
        finding.Words.ShouldContain(words);
    }

    [Theory]
    [InlineData(true, null, null, CheckVerdict.Passed, "keeps the same state")]
    [InlineData(false, null, null, CheckVerdict.NeedsOverride, "Another query made savepoint 7")]
    [InlineData(null, null, null, CheckVerdict.NeedsOverride, "isn't known any more")]
    [InlineData(true, " What is forgotten.", null, CheckVerdict.NeedsOverride, "What is forgotten.")]
    [InlineData(true, null, "A program made it.", CheckVerdict.Blocked, "A program made it.")]
    public void Whether_the_state_fits_is_said(
        bool? isSame,
        string? ttl,
        string? obstacle,
        CheckVerdict verdict,
        string words
    )
    {
        var fork = Sums with { IsStateSame = isSame, Ttl = ttl, Obstacle = obstacle };

        var finding = Findings(Found(fork)).Single(f => f.Name == "state");

        finding.Verdict.ShouldBe(verdict);
        finding.Words.ShouldContain(words);
    }

    [Fact]
    public void A_topic_that_both_write_needs_somebody_who_agrees()
    {
        var shared = Findings(Found(Sums with { Shared = ["dev.b"] })).Single(f => f.Name == "shared-topics");

        shared.Verdict.ShouldBe(CheckVerdict.NeedsOverride);
        shared.Words.ShouldStartWith("It writes dev.b, as sums does");
        Findings(Found(Sums)).ShouldNotContain(f => f.Name == "shared-topics");
    }

    [Theory]
    [InlineData(1, false, 2, false, true)]
    [InlineData(1, false, 2, true, false)]
    [InlineData(2, false, 1, false, false)]
    [InlineData(null, false, 2, false, true)]
    [InlineData(null, true, 2, false, false)]
    public void Only_a_checkpoint_after_it_commits_what_it_had_prepared(
        int? number,
        bool isLater,
        int next,
        bool isSavepoint,
        bool settles
    )
    {
        var written = isLater ? Now.AddMinutes(5) : Now;
        var told = new StoredSavepoint("file:/s/7", 1, number);
        var checkpoints = new FlinkCheckpoints(
            2,
            0,
            [new(next, Now.AddMinutes(1), null, null, isSavepoint, JobCheckpoint.Completed)],
            null,
            number is null ? null : told
        );

        Settlement.IsBehindCheckpoint(checkpoints, new("file:///s/7", written)).ShouldBe(settles);
    }

    [Fact]
    public void The_form_of_a_copy_begins_at_least_once_and_with_its_savepoint()
    {
        var form = new JobForm(new(ResourceOperation.Create, Wanted.Lasting, null, IsCopy: true))
        {
            Guarantee = JobGuarantee.ExactlyOnce,
        };

        form.BeginWith("7");

        (form.RestoreFrom, form.Guarantee).ShouldBe(("7", JobGuarantee.AtLeastOnce));
    }

    private static PlannedSteps Plan(JobSpec wanted, LiveJob? live = null)
    {
        var request = new ResourceRequest(On, ResourceOperation.Create, wanted, null, null);
        return TestKinds.All.Of(JobKind.Word).Steps(request, wanted, live, null);
    }

    private static RestoreEvidence Found(ForkEvidence? fork) =>
        new(Number, IsThere: true, Records: 3, Cut: [], StateChange: null) { Fork = fork };

    private static IEnumerable<Finding> Findings(RestoreEvidence found)
    {
        var request = new ResourceRequest(On, ResourceOperation.Create, Wanted, null, null);
        var seen = new JobEvidence(On, [], 8, 8, null, Now) { Restore = found };
        return TestKinds
            .All.Of(JobKind.Word)
            .Findings(new(request, Wanted, null, seen, IsProduction: false, Now, name => name));
    }
}
