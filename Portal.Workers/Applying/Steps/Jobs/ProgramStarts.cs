using Portal.Core.Resources;
using Portal.Engines;
using Portal.Engines.Flink;
using Portal.Workers.Planning.Jobs;

namespace Portal.Workers.Applying.Steps.Jobs;

/// <summary>Starts jobs of a JAR.</summary>
public sealed class ProgramStarts(ProgramDelivery delivery) : IKindService
{
    /// <summary>Gives the run's id. Nothing that main() began stays where main() failed.</summary>
    /// <param name="submission">Without its secrets, which are opened here.</param>
    public async Task<string> Submit(
        IFlink flink,
        ResourceRef on,
        ProgramSubmission submission,
        StepScope scope,
        CancellationToken stop
    )
    {
        var opened = submission with { Secrets = await delivery.Secrets(submission.Program, scope.Run, on, stop) };
        var jar = await delivery.Upload(flink.Jars, submission.Program.Jars, stop);
        try
        {
            return await flink.Jars.Run(jar, opened, scope.Deadline, stop);
        }
        catch (EngineException failed) when (failed is { Fault: EngineFault.Final, IsThereAlready: false })
        {
            // main() may fail behind its first execute(): that job is nobody's.
            var run = new FlinkRun(flink, submission.JobId, scope);
            await run.Cancel(await run.Find(stop), stop);
            throw;
        }
    }
}
