using Portal.Core;
using Portal.Core.Jobs;
using Portal.Core.Jobs.Savepoints;
using Portal.Core.Resources;
using Portal.Tests.Kit;
using Portal.Web.Features.Jobs.Fields;
using Portal.Web.Features.Kinds;

namespace Portal.Tests.Jobs;

/// <summary>A new job that starts with a copy of the state that another one had at a savepoint.</summary>
public sealed class ForkTests
{
    private const long Number = 7;
    private static readonly DateTimeOffset Now = new(2026, 11, 26, 12, 0, 0, TimeSpan.Zero);
    private static readonly ResourceRef On = new(JobKind.Word, new ClusterId(1), "sums-copy");

    private static readonly ForkEvidence Sums = new(
        "sums",
        Now.AddHours(-1),
        IsSettled: true,
        IsSameQuery: true,
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

        steps.OfType<StartJob>().ShouldHaveSingleItem().Fork.ShouldBe(Number);
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

    [Fact]
    public void A_savepoint_that_a_job_of_its_own_name_left_is_its_own_with_its_transactions()
    {
        var exactly = Wanted with { Definition = Wanted.Definition with { Guarantee = JobGuarantee.ExactlyOnce } };
        var ended = new LiveJob("sums-copy", "1f", JobRunState.Ended, "CANCELED", exactly.Definition, "file:/s/7")
        {
            Savepoints = [new(Number, "file:/s/7", "1f", Now.AddDays(-1), exactly.Definition)],
        };

        var start = Plan(exactly, ended).ShouldBeOfType<PlannedSteps.Needed>().Steps.OfType<StartJob>().Single();

        (start.Fork, start.From).ShouldBe((null, "file:/s/7"));
    }

    [Theory]
    [InlineData(true, true, true, CheckVerdict.Noted, "sums isn't touched. It reads up to 3 records")]
    [InlineData(false, true, true, CheckVerdict.Blocked, "is deleted, or is being deleted")]
    [InlineData(true, false, true, CheckVerdict.Blocked, "Plan again after its next checkpoint")]
    [InlineData(true, true, false, CheckVerdict.Blocked, "has no savepoint 7")]
    public void Its_savepoint_is_there_and_was_committed(
        bool isThere,
        bool isSettled,
        bool isKnown,
        CheckVerdict verdict,
        string words
    )
    {
        var found = Found(isKnown ? Sums with { IsSettled = isSettled } : null) with { IsThere = isThere };

        var finding = Findings(found).Single(f => f.Name == "restore");

        finding.Verdict.ShouldBe(verdict);
        finding.Words.ShouldContain(words);
    }

    [Fact]
    public void Another_query_and_a_topic_that_both_write_need_somebody_who_agrees()
    {
        var findings = Findings(Found(Sums with { IsSameQuery = false, Shared = ["dev.b"] })).ToList();

        findings.Single(f => f.Name == "state").Verdict.ShouldBe(CheckVerdict.NeedsOverride);
        var shared = findings.Single(f => f.Name == "shared-topics");
        shared.Verdict.ShouldBe(CheckVerdict.NeedsOverride);
        shared.Words.ShouldStartWith("It writes dev.b, as sums does");
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
