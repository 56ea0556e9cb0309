using Microsoft.EntityFrameworkCore;
using Portal.Core.People.Federation;
using Portal.Core.Store;

namespace Portal.Core.People.BreakGlass;

/// <summary>Two accounts with one e-mail address are taken for one human, who would be both of the two.</summary>
internal static class SharedAddress
{
    /// <summary>Whether a provider stated the same address of this person as of one of the others. Where none stated one, nobody can tell.</summary>
    public static async Task<bool> Is(
        PortalDb db,
        PersonId one,
        IReadOnlyCollection<PersonId> others,
        CancellationToken stop
    )
    {
        var stated = await db.Set<ExternalIdentity>()
            .Where(i => (i.PersonId == one || others.Contains(i.PersonId)) && i.Email != "")
            .Select(i => new { i.PersonId, i.Email })
            .ToListAsync(stop);
        return stated
            .Where(s => s.PersonId == one)
            .Select(s => s.Email)
            .Intersect(stated.Where(s => s.PersonId != one).Select(s => s.Email), StringComparer.OrdinalIgnoreCase)
            .Any();
    }
}
