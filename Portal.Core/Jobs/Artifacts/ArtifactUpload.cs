using System.Security.Cryptography;
using Microsoft.EntityFrameworkCore;
using Portal.Core.Audit;
using Portal.Core.Changes.Runs;
using Portal.Core.Store;
using Portal.Core.Teams;
using Portal.Core.Wording;

namespace Portal.Core.Jobs.Artifacts;

/// <summary>
/// One JAR on its way into the store, in parts of a mebibyte. What is uploaded is looked into when all of it is there; until then it has no digest, so
/// nothing can name it. No transaction is open while bytes come.
/// </summary>
internal sealed class ArtifactUpload(
    IDbContextFactory<PortalDb> store,
    ArtifactOptions options,
    Caller who,
    TimeProvider clock
)
{
    // An upload that died leaves parts; by then nobody is at it any more.
    private static readonly TimeSpan Within = TimeSpan.FromDays(1);

    public async Task<Outcome<Artifact>> Begin(string name, CancellationToken stop)
    {
        var now = clock.GetUtcNow();
        var artifact = new Artifact
        {
            Name = Artifact.NameOf(name),
            UploadedBy = who.Actor.Name,
            UploadedAt = now,
        };
        await using var db = await store.CreateDbContextAsync(stop);
        await using var transaction = await db.Database.BeginTransactionAsync(stop);
        if (await UnusedArtifacts.Full(db, who.Actor.Name, options, bytes: null, stop) is { } full)
        {
            return full;
        }

        db.Add(artifact);
        await db.SaveChangesAsync(stop);
        await Ends(db, artifact.Id, now + Within, stop);
        await transaction.CommitAsync(stop);
        return artifact;
    }

    /// <returns>How many bytes came, and their SHA-256; null when they are too many.</returns>
    public async Task<(long Bytes, string Digest)?> Take(long artifact, Stream content, CancellationToken stop)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var part = new byte[ArtifactPart.Size];
        var bytes = 0L;
        for (var ordinal = 0; ; ordinal++)
        {
            var read = await content.ReadAtLeastAsync(part, part.Length, throwOnEndOfStream: false, stop);
            bytes += read;
            if (bytes > options.LongestBytes)
            {
                return null;
            }

            if (read > 0)
            {
                hash.AppendData(part, 0, read);
                await Write(artifact, ordinal, part[..read], stop);
            }

            if (read < part.Length)
            {
                return (bytes, Convert.ToHexStringLower(hash.GetHashAndReset()));
            }
        }
    }

    /// <summary>The JAR of this digest: this one, unless there was one already.</summary>
    public async Task<Outcome<Artifact>> End(long id, long bytes, string digest, JarFacts facts, CancellationToken stop)
    {
        var now = clock.GetUtcNow();
        await using var db = await store.CreateDbContextAsync(stop);
        await using var transaction = await db.Database.BeginTransactionAsync(stop);
        // Of two who upload the same at once, the second finds what the first stored. Who deletes what nothing uses waits, and finds its end put off.
        await db.Database.ExecuteSqlAsync($"select pg_advisory_xact_lock(hashtextextended({digest}, 0))", stop);
        var artifact = await db.Set<Artifact>()
            .FromSql($"select * from artifact where digest = {digest} for update")
            .SingleOrDefaultAsync(stop);
        if (artifact is null)
        {
            if (await UnusedArtifacts.Full(db, who.Actor.Name, options, bytes, stop) is { } full)
            {
                return full;
            }

            artifact = await db.Set<Artifact>().SingleAsync(a => a.Id == id, stop);
            (artifact.Digest, artifact.Bytes, artifact.MainClass) = (digest, bytes, facts.MainClass);
            db.Add(
                new AuditEvent
                {
                    At = now,
                    Actor = who.Actor,
                    Kind = "artifact.uploaded",
                    Subject = artifact.Name,
                    Words = $"{artifact.Name} was uploaded: {Quantity.Binary(bytes)}, SHA-256 {digest}.",
                }
            );
            await db.SaveChangesAsync(stop);
            await db.Database.ExecuteSqlAsync(
                $"update artifact set classes = {facts.Classes.ToArray()} where id = {id}",
                stop
            );
        }

        await Ends(db, artifact.Id, now + options.KeepFor, stop);
        await transaction.CommitAsync(stop);
        return artifact;
    }

    /// <summary>Nothing of it stays.</summary>
    public async Task GiveUp(long artifact)
    {
        await using var db = await store.CreateDbContextAsync(CancellationToken.None);
        await db.Set<Artifact>().Where(a => a.Id == artifact).ExecuteDeleteAsync(CancellationToken.None);
        await db.Set<Due>()
            .Where(d => d.Kind == JobDues.ArtifactEnds && d.SubjectId == artifact)
            .ExecuteDeleteAsync(CancellationToken.None);
    }

    private async Task Write(long artifact, int ordinal, byte[] content, CancellationToken stop)
    {
        await using var db = await store.CreateDbContextAsync(stop);
        db.Add(
            new ArtifactPart
            {
                ArtifactId = artifact,
                Ordinal = ordinal,
                Content = content,
            }
        );
        await db.SaveChangesAsync(stop);
    }

    private static Task Ends(PortalDb db, long artifact, DateTimeOffset at, CancellationToken stop) =>
        db.Database.ExecuteSqlAsync(
            $"""
            insert into due (kind, subject_id, due_at) values ({JobDues.ArtifactEnds.Word}, {artifact}, {at})
            on conflict (kind, subject_id) do update set due_at = excluded.due_at
            """,
            stop
        );
}
