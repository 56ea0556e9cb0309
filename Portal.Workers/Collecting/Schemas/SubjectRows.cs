using System.Collections.Immutable;
using Microsoft.EntityFrameworkCore;
using Portal.Core;
using Portal.Core.Schemas;
using Portal.Core.Store;

namespace Portal.Workers.Collecting.Schemas;

/// <summary>Subjects and their versions as they were last seen. Saving is the caller's, and so is <see cref="SeenLock"/>.</summary>
internal sealed class SubjectRows(PortalDb db, ClusterId cluster, DateTimeOffset now)
{
    /// <param name="there">All that the registry has.</param>
    public async Task Write(IReadOnlyList<SubjectAnswer> there, CancellationToken stop)
    {
        var known = await db.Set<SeenSubject>().Where(s => s.ClusterId == cluster).ToDictionaryAsync(s => s.Name, stop);
        foreach (var subject in there)
        {
            await Write(subject, known.GetValueOrDefault(subject.Name), stop);
        }

        var names = there.Select(subject => subject.Name).ToHashSet(StringComparer.Ordinal);
        foreach (var gone in known.Values.Where(s => s.GoneAt is null && !names.Contains(s.Name)))
        {
            gone.GoneAt = now;
            await End(Versions(gone.Name), stop);
        }
    }

    private async Task Write(SubjectAnswer answer, SeenSubject? known, CancellationToken stop)
    {
        if (known is null)
        {
            known = new SeenSubject
            {
                ClusterId = cluster,
                Name = answer.Name,
                Newest = 0,
                FirstSeenAt = now,
                SeenAt = now,
            };
            db.Add(known);
        }

        (known.Newest, known.Level, known.SeenAt, known.GoneAt) = (answer.Versions.Max(), answer.Level, now, null);
        if (answer.Gone.ToArray() is [_, ..] gone)
        {
            await End(Versions(answer.Name).Where(s => gone.Contains(s.Version)), stop);
        }

        var former = await Forget(answer, stop);
        db.AddRange(
            answer.Fresh.Select(version => new SeenSchema
            {
                ClusterId = cluster,
                Subject = answer.Name,
                Version = version.At.Version,
                SchemaId = version.At.Id,
                Type = version.Schema.Type,
                Text = version.Schema.Text,
                Refs = version.Schema.References,
                FirstSeenAt = former.GetValueOrDefault(version.At, now),
            })
        );
    }

    // After a deletion for good a registry counts from 1 again. A version that comes back with its id isn't new: an answer lacked it.
    private async Task<IReadOnlyDictionary<SchemaVersion, DateTimeOffset>> Forget(
        SubjectAnswer answer,
        CancellationToken stop
    )
    {
        var fresh = answer.Fresh.Select(version => version.At.Version).ToArray();
        if (fresh.Length == 0)
        {
            return ImmutableDictionary<SchemaVersion, DateTimeOffset>.Empty;
        }

        var rows = Versions(answer.Name).Where(s => fresh.Contains(s.Version));
        var former = await rows.Select(s => new { At = new SchemaVersion(s.Version, s.SchemaId), s.FirstSeenAt })
            .ToDictionaryAsync(row => row.At, row => row.FirstSeenAt, stop);
        await rows.ExecuteDeleteAsync(stop);
        return former;
    }

    private Task End(IQueryable<SeenSchema> versions, CancellationToken stop) =>
        versions.Where(s => s.GoneAt == null).ExecuteUpdateAsync(set => set.SetProperty(s => s.GoneAt, now), stop);

    private IQueryable<SeenSchema> Versions(string subject) =>
        db.Set<SeenSchema>().Where(s => s.ClusterId == cluster && s.Subject == subject);
}
