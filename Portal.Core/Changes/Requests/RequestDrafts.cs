using Microsoft.EntityFrameworkCore;
using Portal.Core.Store;
using Portal.Core.Teams;

namespace Portal.Core.Changes.Requests;

/// <summary>What a form is saved as.</summary>
/// <param name="Title">What it is about; cut where it is long.</param>
public sealed record DraftContent(string Title, string Address, string Form);

/// <summary>A draft that was saved.</summary>
/// <param name="IsApart">The draft it goes on with was saved or deleted elsewhere meanwhile: this is another one.</param>
public sealed record SavedDraft(DraftId Id, int Version, DateTimeOffset At, bool IsApart = false);

/// <summary>A draft in a list.</summary>
public sealed record DraftRow(DraftId Id, string Title, string Address, DateTimeOffset UpdatedAt);

/// <summary>Requests that were begun and not sent, each person's own. Of two who save one draft, neither overwrites the other.</summary>
public sealed class RequestDrafts(IDbContextFactory<PortalDb> store, TimeProvider clock)
{
    /// <summary>More than these have to be sent or deleted first.</summary>
    public const int MostOfOne = 50;
    private const int LongestTitle = 200;

    /// <summary>By the newest.</summary>
    public async Task<IReadOnlyList<DraftRow>> Of(Caller who, CancellationToken stop)
    {
        await using var db = await store.CreateDbContextAsync(stop);
        return await Mine(db, who)
            .OrderByDescending(d => d.UpdatedAt)
            .Select(d => new DraftRow(d.Id, d.Title, d.Address, d.UpdatedAt))
            .ToListAsync(stop);
    }

    public async Task<int> Count(Caller who, CancellationToken stop)
    {
        await using var db = await store.CreateDbContextAsync(stop);
        return await Mine(db, who).CountAsync(stop);
    }

    /// <summary>Null when this person has none of that number.</summary>
    public async Task<RequestDraft?> Get(Caller who, DraftId id, CancellationToken stop)
    {
        await using var db = await store.CreateDbContextAsync(stop);
        return await Mine(db, who).SingleOrDefaultAsync(d => d.Id == id, stop);
    }

    /// <param name="from">The draft that the form goes on with, and the version it was opened or saved with; null for a new one.</param>
    public async Task<Outcome<SavedDraft>> Save(
        Caller who,
        (DraftId Id, int Version)? from,
        DraftContent content,
        CancellationToken stop
    )
    {
        await using var db = await store.CreateDbContextAsync(stop);
        var now = clock.GetUtcNow();
        var title = content.Title.Length > LongestTitle ? content.Title[..LongestTitle] : content.Title;
        if (from is var (id, version))
        {
            var saved = await Mine(db, who)
                .Where(d => d.Id == id && d.Version == version)
                .ExecuteUpdateAsync(
                    s =>
                        s.SetProperty(d => d.Title, title)
                            .SetProperty(d => d.Address, content.Address)
                            .SetProperty(d => d.Form, content.Form)
                            .SetProperty(d => d.Version, version + 1)
                            .SetProperty(d => d.UpdatedAt, now),
                    stop
                );
            if (saved == 1)
            {
                return new SavedDraft(id, version + 1, now);
            }
        }

        if (await Mine(db, who).CountAsync(stop) >= MostOfOne)
        {
            return Refusal.Conflict($"You have {MostOfOne} drafts. Delete one, so that this one is saved.");
        }

        var draft = new RequestDraft
        {
            Person = who.Actor.Name,
            Title = title,
            Address = content.Address,
            Form = content.Form,
            Version = 1,
            CreatedAt = now,
            UpdatedAt = now,
        };
        db.Add(draft);
        await db.SaveChangesAsync(stop);
        return new SavedDraft(draft.Id, draft.Version, now, IsApart: from is not null);
    }

    public async Task<Outcome<DraftId>> Delete(Caller who, DraftId id, CancellationToken stop)
    {
        await using var db = await store.CreateDbContextAsync(stop);
        return await Mine(db, who).Where(d => d.Id == id).ExecuteDeleteAsync(stop) == 1
            ? id
            : Refusal.NotFound($"You have no draft {id}.");
    }

    private static IQueryable<RequestDraft> Mine(PortalDb db, Caller who) =>
        db.Set<RequestDraft>().AsNoTracking().Where(d => d.Person == who.Actor.Name);
}
