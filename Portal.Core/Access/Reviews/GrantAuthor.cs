using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Portal.Core.Store;
using Portal.Core.Teams;

namespace Portal.Core.Access.Reviews;

/// <summary>Somebody whose words a grant is: they requested or edited a change that made it what it is, or created the token that did.</summary>
internal sealed class GrantAuthor
{
    public required long GrantId { get; init; }

    /// <summary>A handle.</summary>
    public required string Author { get; init; }

    private const string OfAllAccounts = $"""
        select grant_id, author from access_grant_author
        union
        select a.grant_id, pair.other from access_grant_author a join {SameHuman.Pairs} as pair on pair.handle = a.author
        """;

    /// <summary>By all accounts of theirs, as votes have it.</summary>
    public static IQueryable<GrantAuthor> ByAllAccounts(PortalDb db) => db.Set<GrantAuthor>().FromSqlRaw(OfAllAccounts);
}

internal sealed class GrantAuthorMap : IEntityTypeConfiguration<GrantAuthor>
{
    public void Configure(EntityTypeBuilder<GrantAuthor> e) => e.ToView("access_grant_author").HasNoKey();
}
