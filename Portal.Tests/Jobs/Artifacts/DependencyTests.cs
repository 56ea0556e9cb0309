using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using Portal.Core;
using Portal.Core.Changes.Runs;
using Portal.Core.Jobs;
using Portal.Core.Jobs.Artifacts;
using Portal.Core.Resources;
using Portal.Tests.Applying;
using Portal.Tests.Kit;
using Portal.Workers.Calendar.Jobs;

namespace Portal.Tests.Jobs.Artifacts;

/// <summary>JARs that a program's JAR depends on: stored, checked, kept.</summary>
public sealed class DependencyTests : IAsyncLifetime
{
    private static readonly string Missing = new('c', 64);
    private static readonly IResourceKind Kind = TestKinds.All.Of(JobKind.Word);

    private readonly WorkerWorld _world = new();

    public Task InitializeAsync() => _world.InitializeAsync();

    public Task DisposeAsync() => _world.DisposeAsync();

    [Fact]
    public async Task A_plan_says_which_are_there_and_is_blocked_by_one_that_was_deleted()
    {
        var (program, stored) = (TestJar.Of("a.B", "a.B"), TestJar.Of(null, "a.C"));
        await _world.Store(program);
        await _world.Store(stored, "c.jar");

        (await Check(program.Digest, stored.Digest)).ShouldBe(
            (CheckVerdict.Passed, $"1 dependency, {stored.Bytes.Length}\u00A0B: c.jar.")
        );
        var blocked = await Check(program.Digest, stored.Digest, Missing);
        blocked.Verdict.ShouldBe(CheckVerdict.Blocked);
        blocked.Words.ShouldStartWith($"No JAR with the SHA-256 {Missing} is in the store");
    }

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

    private async Task<(CheckVerdict Verdict, string Words)> Check(string program, params string[] dependencies)
    {
        var wanted = JarWorlds.Spec(program, "in", "out", dependencies: dependencies);
        var on = new ResourceRef(JobKind.Word, new ClusterId(1), "sums");
        var seen = new JobEvidence(on, [], 8, 8, null, TimeProvider.System.GetUtcNow())
        {
            Artifacts = await _world.Get<JobArtifacts>().Of([wanted.Definition.Program], CancellationToken.None),
        };
        var finding = Kind.Findings(
                new(
                    new(on, ResourceOperation.Create, wanted, null, null),
                    wanted,
                    null,
                    seen,
                    IsProduction: false,
                    seen.SeenAt,
                    name => name
                )
            )
            .Single(f => f.Name == "dependencies");
        return (finding.Verdict, finding.Words);
    }
}
