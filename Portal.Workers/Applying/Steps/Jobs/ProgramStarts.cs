using System.Collections.Immutable;
using Portal.Core;
using Portal.Core.Jobs;
using Portal.Core.Jobs.Artifacts;
using Portal.Core.Jobs.Secrets;
using Portal.Core.Resources;
using Portal.Engines;
using Portal.Engines.Flink;
using Portal.Engines.Secrets;

namespace Portal.Workers.Applying.Steps.Jobs;

/// <summary>Starts jobs of a JAR: with the JAR out of the store, and the secrets that it names, opened for this alone.</summary>
public sealed class ProgramStarts(ArtifactStore artifacts, SealedSecrets secrets, SecretVault vault) : IKindService
{
    /// <summary>Gives Flink's id of the JAR, which isn't sent again where it is there.</summary>
    public async Task<string> Upload(IFlinkJars flink, ProgramJars jars, CancellationToken stop)
    {
        if (await flink.Find(jars.Digest, stop) is { } there)
        {
            return there;
        }

        var opened = await artifacts.Open(jars, stop);
        if (opened is not Outcome<Stream>.Done(var found))
        {
            throw new EngineException(EngineFault.Final, ((Outcome<Stream>.Refused)opened).Why.Words);
        }

        await using var content = found;
        return await flink.Upload(jars.Digest, content, stop);
    }

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
        var opened = await Open(program, scope.Run, on, stop);
        var submission = new ProgramSubmission(on.Name, jobId, definition, program, opened, from);
        var jar = await Upload(flink.Jars, program.Jars, stop);
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

    // What Flink shows as a job's definition may be somebody else's words: whose secret it is, is looked up each time.
    private async Task<ImmutableArray<string>> Open(
        JobProgram program,
        RunId run,
        ResourceRef on,
        CancellationToken stop
    )
    {
        if (program.Secrets.IsEmpty)
        {
            return [];
        }

        var stored = await secrets.Of(program, run, on, stop);
        return
        [
            .. program.Secrets.Select(s =>
                stored.GetValueOrDefault(s.Secret) is { } kept
                    ? vault.Open(kept)
                    : throw new EngineException(
                        EngineFault.Final,
                        $"The secret {s.Secret} of the argument {s.Name} was erased, or is another team's. Store it again, and request the job with it."
                    )
            ),
        ];
    }
}
