using System.Collections.Immutable;
using Portal.Core;
using Portal.Core.Evaluation;
using Portal.Core.Jobs;
using Portal.Core.Jobs.Artifacts;
using Portal.Core.Teams;
using Portal.Tests.Applying;
using Portal.Tests.Kit;

namespace Portal.Tests.Jobs.Artifacts;

/// <summary>Jobs of a JAR in a world of workers.</summary>
internal static class JarWorlds
{
    /// <summary>Whoever began an upload may end it.</summary>
    public static readonly Func<CancellationToken, Task<Permission>> Still = _ => Task.FromResult(Permission.Yes);

    public static JobSpec Spec(
        string digest,
        string from,
        string to,
        ImmutableArray<string> arguments = default,
        ImmutableArray<SecretArgument> secrets = default,
        int checkpointSeconds = 1,
        IReadOnlyList<string>? dependencies = null
    ) =>
        new(
            new(
                "",
                1,
                checkpointSeconds,
                JobGuarantee.ExactlyOnce,
                JobStartAt.Earliest,
                [new($"dev.{to}", [], Upsert: false)],
                new(
                    digest,
                    null,
                    arguments.IsDefault ? [] : arguments,
                    secrets.IsDefault ? [] : secrets,
                    [$"dev.{from}"],
                    dependencies
                )
            ),
            JobUpgradeMode.Savepoint,
            JobDesired.Running,
            SeededStructure.Payments
        );

    public static async Task Store(this WorkerWorld world, TestJar jar, string name = "job.jar")
    {
        var who = await world.Person(Role.Member, SeededStructure.Payments);
        await using var content = jar.Open();
        (
            await world.Get<ArtifactStore>().Put(who, name, content, Still, CancellationToken.None)
        ).ShouldBeOfType<Outcome<Artifact>.Done>();
    }
}
