namespace Portal.Core.Jobs;

/// <summary>An edit of what a job is made of, laid over what it is made of now. Pure.</summary>
internal static class DefinitionMerge
{
    public static JobDefinition Of(JobDefinition now, JobDefinition origin, JobDefinition wanted) =>
        new(
            origin.Statements == wanted.Statements ? now.Statements : wanted.Statements,
            origin.Parallelism == wanted.Parallelism ? now.Parallelism : wanted.Parallelism,
            origin.CheckpointSeconds == wanted.CheckpointSeconds ? now.CheckpointSeconds : wanted.CheckpointSeconds,
            origin.Guarantee == wanted.Guarantee ? now.Guarantee : wanted.Guarantee,
            origin.StartAt == wanted.StartAt ? now.StartAt : wanted.StartAt,
            origin.Writes.SequenceEqual(wanted.Writes) ? now.Writes : wanted.Writes,
            origin.Program == wanted.Program ? now.Program : wanted.Program,
            origin.Errors == wanted.Errors ? now.Errors : wanted.Errors,
            origin.Restart == wanted.Restart ? now.Restart : wanted.Restart,
            origin.StateTtlSeconds == wanted.StateTtlSeconds ? now.StateTtlSeconds : wanted.StateTtlSeconds,
            origin.ReadsAs(wanted) ? now.Sources : wanted.Sources,
            origin.CheckpointMode == wanted.CheckpointMode ? now.CheckpointMode : wanted.CheckpointMode
        );
}
