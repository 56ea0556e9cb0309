using Portal.Core.Jobs;
using Portal.Core.Resources;
using Portal.Engines;
using Portal.Engines.Flink;
using Portal.Workers.Planning.Jobs;

namespace Portal.Workers.Applying.Steps.Jobs;

/// <summary>Starts jobs of a JAR.</summary>
public sealed class ProgramStarts(ProgramDelivery delivery) : IKindService
{
    /// <summary>Gives the run's id. Nothing that main() began stays where main() failed.</summary>
    public async Task<string> Submit(
        IFlink flink,
        ResourceRef on,
        string jobId,
        JobDefinition definition,
        JobProgram program,
        string? from,
        StepScope scope,
        CancellationToken stop
    )
    {
        var secrets = await delivery.Secrets(program, scope.Run, on, stop);
        var submission = new ProgramSubmission(on.Name, jobId, definition, program, secrets, from);
        var jar = await delivery.Upload(flink.Jars, program.Jars, stop);
        try
        {
            return await flink.Jars.Run(jar, submission, scope.Deadline, stop);
        }
        catch (EngineException failed) when (failed is { Fault: EngineFault.Final, IsThereAlready: false })
        {
            // main() may fail behind its first execute(): that job is nobody's.
            var run = new FlinkRun(flink, jobId, scope);
            await run.Cancel(await run.Find(stop), stop);
            throw;
        }
    }
}
