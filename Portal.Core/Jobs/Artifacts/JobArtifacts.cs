using System.Collections.Immutable;
using Microsoft.EntityFrameworkCore;
using Portal.Core.Store;

namespace Portal.Core.Jobs.Artifacts;

/// <summary>The JARs of jobs, out of the store: whether they are there, and have the class that is to be run, and what they depend on.</summary>
public sealed class JobArtifacts(IDbContextFactory<PortalDb> store)
{
    /// <summary>Of each program in its order, one for the same JARs.</summary>
    public async Task<ImmutableArray<JobArtifact>> Of(IEnumerable<JobProgram?> programs, CancellationToken stop)
    {
        var artifacts = ImmutableArray.CreateBuilder<JobArtifact>();
        foreach (var program in programs.OfType<JobProgram>().DistinctBy(p => p.Jars.Digest))
        {
            artifacts.Add(await Of(program, stop));
        }

        return artifacts.ToImmutable();
    }

    public async Task<JobArtifact> Of(JobProgram program, CancellationToken stop)
    {
        await using var db = await store.CreateDbContextAsync(stop);
        var jar = await Of(db, program, stop);
        return program.Dependencies is { Count: > 0 }
            ? jar with
            {
                Dependencies = await DependenciesOf(db, program, stop),
            }
            : jar;
    }

    private static async Task<JobArtifact> Of(PortalDb db, JobProgram program, CancellationToken stop)
    {
        if (
            await db.Set<Artifact>().AsNoTracking().SingleOrDefaultAsync(a => a.Digest == program.Artifact, stop)
            is not { } found
        )
        {
            return new(program.Artifact, "", 0, "", null, program.EntryClass, NotStored(program.Artifact));
        }

        var entry = program.EntryClass ?? found.MainClass;
        return new(
            program.Artifact,
            found.Name,
            found.Bytes,
            found.UploadedBy,
            found.UploadedAt,
            entry,
            entry is null
                    ? $"The manifest of {found.Name} names no entry class. Enter the class whose main() starts the job."
                : await Has(db, found.Id, entry, stop) ? null
                : program.EntryClass is null
                    ? $"The manifest of {found.Name} names the entry class {entry}, which isn't in the JAR. Enter the class whose main() starts the job."
                : $"There is no class {entry} in {found.Name}.{(found.MainClass is { } main ? $" Its manifest names {main}." : "")}"
        );
    }

    private static async Task<IReadOnlyList<JobDependency>> DependenciesOf(
        PortalDb db,
        JobProgram program,
        CancellationToken stop
    )
    {
        var digests = program.Jars.Dependencies.ToArray();
        var stored = await db.Set<Artifact>()
            .AsNoTracking()
            .Where(a => digests.Contains(a.Digest))
            .ToDictionaryAsync(a => a.Digest!, stop);
        return
        [
            .. digests.Select(digest =>
                stored.GetValueOrDefault(digest) is { } found
                    ? new JobDependency(digest, found.Name, found.Bytes, null)
                    : new JobDependency(digest, "", 0, NotStored(digest))
            ),
        ];
    }

    private static string NotStored(string digest) =>
        $"No JAR with the SHA-256 {digest} is in the store: it wasn't uploaded, or was deleted because nothing used it. Upload it.";

    private static async Task<bool> Has(PortalDb db, long artifact, string name, CancellationToken stop) =>
        await db
            .Database.SqlQuery<bool>(
                $"""select {name} = any (classes) as "Value" from artifact where id = {artifact}"""
            )
            .SingleAsync(stop);
}
