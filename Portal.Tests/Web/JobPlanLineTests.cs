using Portal.Core;
using Portal.Core.Changes.Plans;
using Portal.Core.Jobs;
using Portal.Core.Resources;
using Portal.Tests.Jobs;
using Portal.Web.Features.Changes;
using Portal.Web.Features.Jobs;
using Portal.Web.Features.Kinds;
using Portal.Web.Parts;

namespace Portal.Tests.Web;

/// <summary>What the end of a job that runs interrupts, as its plan shows it.</summary>
public sealed class JobPlanLineTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 22, 12, 0, 0, TimeSpan.Zero);
    private static readonly ResourceRef On = new(JobKind.Word, new ClusterId(1), "sums");
    private static readonly JobDefinition Definition = JobWorlds.Spec(JobWorlds.Copy("a", "b")).Definition;

    [Fact]
    public void A_stop_names_state_checkpoint_and_what_came_since() =>
        Line(new StopJob(On, "1f", Definition), new(412_000_000, Now.AddSeconds(-20), 0, null, 1_234))
            .MeaningMore.ShouldEndWith(
                "of state, last checkpoint 20\u00A0s before this was read; 1,234 records came into its topics since then"
            );

    [Fact]
    public void A_stop_names_how_far_the_job_is_behind_and_how_long_its_last_start_took() =>
        Line(
            new StopJob(On, "1f", Definition),
            new(null, Now.AddSeconds(-20), 0) { Behind = 5_000, LastStart = TimeSpan.FromSeconds(3) }
        )
            .MeaningMore.ShouldBe(
                "Last checkpoint 20\u00A0s before this was read; 5,000 records behind; its last start took 3\u00A0s"
            );

    [Fact]
    public void A_count_that_is_not_known_is_left_out() =>
        Line(new StopJob(On, "1f", Definition), new(null, Now.AddSeconds(-20), 0))
            .MeaningMore.ShouldBe("Last checkpoint 20\u00A0s before this was read");

    [Fact]
    public void A_job_without_a_checkpoint_has_none_to_go_on_from() =>
        Line(new StopJob(On, "1f", Definition), new(null, null, 0))
            .MeaningMore.ShouldBe("It has completed no checkpoint");

    [Fact]
    public void A_cancellation_names_what_it_leaves_unwritten() =>
        Line(new CancelJob(On, "1f"), new(1, Now.AddSeconds(-20), 0, null, 1))
            .MeaningMore.ShouldBe(
                "What it read since its last checkpoint, 20\u00A0s before this was read, isn't written; 1 record came into its topics since then"
            );

    [Fact]
    public void The_end_of_a_jobs_management_names_a_strangers_job_that_stays() =>
        Line(new CancelJob(On, "1f", WasOver: true, Stays: "2e"), new(1, Now.AddSeconds(-20), 0))
            .Meaning.ShouldBe("Job 2e, which runs under its name and which the portal didn't start, isn't touched");

    private static PlanLine Line(Step step, RunningJob running) =>
        PlanLines
            .Of(
                new KindViews([new JobKindView()]),
                [step],
                0,
                new PlanEvidence([new JobEvidence(On, [], 8, 8, running, Now)]),
                _ => _ => { }
            )
            .Single();
}
