using System.Collections.Immutable;
using Microsoft.EntityFrameworkCore;
using Portal.Core;
using Portal.Core.Schemas;
using Portal.Core.Store;
using Portal.Engines.Registry;

namespace Portal.Workers.Collecting.Schemas;

/// <summary>
/// Subjects and their versions as they were last seen. Only what changed is written. Saving is the caller's, and so is <see cref="SeenLock"/>.
/// </summary>
internal sealed class SubjectRows(PortalDb db, ClusterId cluster, DateTimeOffset now)
{
    /// <param name="before">When the registry was read before this; null: it wasn't.</param>
    public async Task Write(ReadSubjects read, DateTimeOffset? before, CancellationToken stop)
    {
        var known = await db.Set<SeenSubject>().Where(s => s.ClusterId == cluster).ToDictionaryAsync(s => s.Name, stop);
        foreach (var subject in read.There)
        {
            await Write(subject, known.GetValueOrDefault(subject.Name) ?? Added(subject.Name), stop);
        }

        foreach (var subject in read.Unread)
        {
            Leave(known.GetValueOrDefault(subject.Name) ?? Added(subject.Name), before);
            await Add(subject.Name, subject.Fresh, stop);
        }

        var names = read
            .There.Select(subject => subject.Name)
            .Concat(read.Unread.Select(subject => subject.Name))
            .ToHashSet(StringComparer.Ordinal);
        foreach (var gone in known.Values.Where(s => s.GoneAt is null && !names.Contains(s.Name)))
        {
            (gone.GoneAt, gone.IsUnread) = (now, false);
            await End(Versions(gone.Name), stop);
        }
    }

    private SeenSubject Added(string name)
    {
        var added = new SeenSubject
        {
            ClusterId = cluster,
            Name = name,
            Newest = 0,
            FirstSeenAt = now,
            SeenAt = now,
        };
        db.Add(added);
        return added;
    }

    private async Task Write(SubjectAnswer answer, SeenSubject known, CancellationToken stop)
    {
        (known.Newest, known.IsUnread, known.GoneAt) = (answer.Versions.Max(), false, null);
        if (answer.Level is { } read)
        {
            known.Level = read.Level;
        }

        if (answer.Gone.ToArray() is [_, ..] gone)
        {
            await End(Versions(answer.Name).Where(s => gone.Contains(s.Version)), stop);
        }

        await Add(answer.Name, answer.Fresh, stop);
    }

    // As it was, with the time of the last reading that had it. One that was gone, and is listed again, was never read since.
    private static void Leave(SeenSubject known, DateTimeOffset? before)
    {
        if (known.GoneAt is not null)
        {
            (known.Newest, known.GoneAt) = (0, null);
        }

        if (!known.IsUnread)
        {
            (known.IsUnread, known.SeenAt) = (true, before ?? known.SeenAt);
        }
    }

    private async Task Add(string subject, IReadOnlyList<RegisteredSchema> fresh, CancellationToken stop)
    {
        var former = await Forget(subject, fresh, stop);
        db.AddRange(
            fresh.Select(version => new SeenSchema
            {
                ClusterId = cluster,
                Subject = subject,
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
        string subject,
        IReadOnlyList<RegisteredSchema> fresh,
        CancellationToken stop
    )
    {
        if (fresh.Count == 0)
        {
            return ImmutableDictionary<SchemaVersion, DateTimeOffset>.Empty;
        }

        var numbers = fresh.Select(version => version.At.Version).ToArray();
        var rows = Versions(subject).Where(s => numbers.Contains(s.Version));
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
