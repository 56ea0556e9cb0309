using Portal.Core.Resources;

namespace Portal.Core.Jobs.Savepoints;

/// <summary>The step by which a new job starts with a copy of the state that another one had at a savepoint, or why it can't. Pure.</summary>
internal static class ForkPlan
{
    public static PlannedSteps Of(ResourceRef on, JobSpec wanted, long number) =>
        wanted.Definition.Program is not null
            ? PlannedSteps.No(
                "Only SQL starts with a copy of another job's state: how a JAR writes is in its program, and with the same transactional ids it would end the transactions of that job. Leave restoreFrom out."
            )
        : wanted.Definition.Guarantee == JobGuarantee.ExactlyOnce
            ? PlannedSteps.No(
                "A job that writes exactly once and starts with a copy of another job's state would end the transactions of that job: Flink restores their ids with it. Set the guarantee to at-least-once, or leave restoreFrom out."
            )
        // A worker of a version before this one doesn't know the number: with a path that leads nowhere it starts nothing, and not a job without state.
        : PlannedSteps.Of(new StartJob(on, wanted.Definition, $"savepoint {number}", Fork: number));
}
