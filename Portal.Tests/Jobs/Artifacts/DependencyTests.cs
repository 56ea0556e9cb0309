using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using Portal.Core;
using Portal.Core.Changes.Runs;
using Portal.Core.Jobs;
using Portal.Core.Jobs.Artifacts;
using Portal.Tests.Applying;
using Portal.Tests.Kit;
using Portal.Workers.Calendar.Jobs;

namespace Portal.Tests.Jobs.Artifacts;

/// <summary>JARs that a program's JAR depends on: stored, checked, kept.</summary>
public sealed class DependencyTests : IAsyncLifetime
{
    private readonly WorkerWorld _world = new();

    public Task InitializeAsync() => _world.InitializeAsync();

    public Task DisposeAsync() => _world.DisposeAsync();

    [Fact]
    public async Task One_that_a_job_names_is_kept_and_what_Flink_gets_names_one_that_is_missing()
    {
        var (program, dependency, unused) = (
            TestJar.Of("a.B", "a.B"),
            TestJar.Of(null, "a.C"),
            TestJar.Of(null, "a.D")
        );
        foreach (var jar in new[] { program, dependency, unused })
        {
            await _world.Store(jar);
        }

        await _world.Record(
            JobKind.Word,
            "sums",
            JarWorlds.Spec(program.Digest, "in", "out", dependencies: [dependency.Digest])
        );
        var end = new ArtifactEnd(Options.Create(new ArtifactOptions()), TimeProvider.System);
        await using var db = await _world.Open();
        foreach (var row in await db.Set<Due>().Where(d => d.Kind == JobDues.ArtifactEnds).ToListAsync())
        {
            await end.Handle(db, row, CancellationToken.None);
        }

        (await db.Set<Artifact>().Select(a => a.Digest).ToListAsync()).ShouldBe(
            [program.Digest, dependency.Digest],
            ignoreOrder: true
        );
        await using var content = (await Open(program.Digest, dependency.Digest))
            .ShouldBeOfType<Outcome<Stream>.Done>()
            .Value;
        content.Length.ShouldBeGreaterThan(program.Bytes.Length + dependency.Bytes.Length);
        (await Open(program.Digest, dependency.Digest, unused.Digest))
            .ShouldBeOfType<Outcome<Stream>.Refused>()
            .Why.Words.ShouldStartWith($"The dependency {unused.Digest[..12]} isn't in the store any more.");
    }

    private Task<Outcome<Stream>> Open(string program, params string[] dependencies) =>
        _world.Get<ArtifactStore>().Open(new(program, dependencies), CancellationToken.None);
}
