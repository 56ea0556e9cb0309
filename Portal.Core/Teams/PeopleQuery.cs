using Portal.Core.Store;

namespace Portal.Core.Teams;

/// <summary>Everybody there is, and nothing that only acts by token.</summary>
internal static class PeopleQuery
{
    /// <summary>People without the Portal service accounts that stand among them.</summary>
    public static IQueryable<Person> People(this PortalDb db) => db.Set<Person>().Where(p => p.OwnerTeamId == null);
}
