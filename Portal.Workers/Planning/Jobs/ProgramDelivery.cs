using System.Collections.Immutable;
using Portal.Core;
using Portal.Core.Jobs;
using Portal.Core.Jobs.Artifacts;
using Portal.Core.Jobs.Secrets;
using Portal.Core.Resources;
using Portal.Engines;
using Portal.Engines.Flink;
using Portal.Engines.Secrets;

namespace Portal.Workers.Planning.Jobs;

/// <summary>What a program is run with: its JAR out of the store, and the secrets that it names, opened for it alone.</summary>
public sealed class ProgramDelivery(ArtifactStore artifacts, SealedSecrets secrets, SecretVault vault) : IKindService
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

    /// <summary>In the order in which the program names them. What Flink shows as a job's definition may be somebody else's words: whose secret it is, is looked up each time.</summary>
    /// <param name="run">Of an approved plan that has the program.</param>
    public async Task<ImmutableArray<string>> Secrets(
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
