using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Portal.Core.Store;

namespace Portal.Core.Teams;

/// <summary>Everybody there is, and nothing that only acts by token.</summary>
internal static class PeopleQuery
{
    /// <summary>People without the Portal service accounts that stand among them.</summary>
    public static IQueryable<Person> People(this PortalDb db) => db.Set<Person>().Where(p => p.OwnerTeamId == null);

    /// <summary>Those of them who may act now, and whose votes count.</summary>
    public static IQueryable<Person> PeopleWithAccess(this PortalDb db) =>
        from person in db.People()
        join access in db.Set<PersonWithAccess>() on person.Id equals access.PersonId
        select person;
}

/// <summary>Not disabled, and where a provider vouches for them, lately and with a role.</summary>
internal sealed class PersonWithAccess
{
    public required PersonId PersonId { get; init; }
}

internal sealed class PersonWithAccessMap : IEntityTypeConfiguration<PersonWithAccess>
{
    public void Configure(EntityTypeBuilder<PersonWithAccess> e) =>
        e.ToView("person_with_access").HasKey(x => x.PersonId);
}
