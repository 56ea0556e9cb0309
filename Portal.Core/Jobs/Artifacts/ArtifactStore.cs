using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using Portal.Core.Store;
using Portal.Core.Teams;
using Portal.Core.Wording;

namespace Portal.Core.Jobs.Artifacts;

/// <summary>JARs in the store, each once by its content.</summary>
public sealed class ArtifactStore(
    IDbContextFactory<PortalDb> store,
    IOptions<ArtifactOptions> options,
    TimeProvider clock
)
{
    public long LongestBytes => options.Value.LongestBytes;

    public string TooLong => $"A JAR has at most {Quantity.Binary(LongestBytes)}. Leave out what Flink brings along.";

    /// <summary>The JAR, which may have been there already. Nothing of one that is refused stays.</summary>
    /// <param name="name">As the file is called.</param>
    /// <param name="still">Whether they still may once all of it has come, which may be long after it began.</param>
    public async Task<Outcome<Artifact>> Put(
        Caller who,
        string name,
        Stream content,
        Func<CancellationToken, Task<Permission>> still,
        CancellationToken stop
    )
    {
        if (Authority.May(who, new CallerAction.UploadArtifact()) is { Granted: false } denied)
        {
            return Refusal.Denied(denied.Words);
        }

        var upload = new ArtifactUpload(store, options.Value, who, clock);
        var begun = await upload.Begin(name, stop);
        return begun is Outcome<Artifact>.Done({ Id: var id }) ? await Take(upload, id, content, still, stop) : begun;
    }

    /// <summary>Null when none of this digest is there.</summary>
    public async Task<Artifact?> Find(string digest, CancellationToken stop)
    {
        await using var db = await store.CreateDbContextAsync(stop);
        return await db.Set<Artifact>().AsNoTracking().SingleOrDefaultAsync(a => a.Digest == digest, stop);
    }

    /// <summary>What Flink gets, to be read from its beginning: the program's JAR as it is, with its dependencies in it where it has any.</summary>
    public async Task<Outcome<Stream>> Open(ProgramJars jars, CancellationToken stop)
    {
        var opened = new List<Stream>();
        foreach (var digest in jars.All)
        {
            if (await Find(digest, stop) is not { } found)
            {
                return Refusal.NotFound(
                    $"The {(opened.Count == 0 ? "JAR" : "dependency")} {JobProgram.Brief(digest)} isn't in the store any more. Upload it, and send the request again."
                );
            }

            opened.Add(new ArtifactContent(store, found.Id, found.Bytes));
        }

        return jars.Dependencies.IsEmpty
            ? opened[0]
            : await ComposedJar.Of(opened[0], [.. jars.Dependencies.Zip(opened.Skip(1))], stop);
    }

    private async Task<Outcome<Artifact>> Take(
        ArtifactUpload upload,
        long id,
        Stream content,
        Func<CancellationToken, Task<Permission>> still,
        CancellationToken stop
    )
    {
        Outcome<Artifact>? outcome = null;
        try
        {
            outcome = await upload.Take(id, content, stop) is var (bytes, digest)
                ? await Look(upload, id, bytes, digest, still, stop)
                : Refusal.Invalid(new Dictionary<string, string>(StringComparer.Ordinal) { ["artifact"] = TooLong });
            return outcome;
        }
        finally
        {
            if (outcome is not Outcome<Artifact>.Done(var kept) || kept.Id != id)
            {
                await upload.GiveUp(id);
            }
        }
    }

    private async Task<Outcome<Artifact>> Look(
        ArtifactUpload upload,
        long id,
        long bytes,
        string digest,
        Func<CancellationToken, Task<Permission>> still,
        CancellationToken stop
    )
    {
        if (await still(stop) is { Granted: false } ended)
        {
            return Refusal.Denied(ended.Words);
        }

        await using var jar = new ArtifactContent(store, id, bytes);
        return await JarFile.Read(jar, stop) switch
        {
            Outcome<JarFacts>.Done(var facts) => await upload.End(id, bytes, digest, facts, stop),
            Outcome<JarFacts>.Refused(var why) => why,
            var other => throw new InvalidOperationException(other.GetType().Name),
        };
    }
}
