using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Portal.Core.Store;

namespace Portal.Core.Access.Reviews;

/// <summary>Somebody whose words a grant is: they requested or edited a change that made it what it is, or created the token that did.</summary>
internal sealed class GrantAuthor
{
    public required long GrantId { get; init; }

    /// <summary>A handle.</summary>
    public required string Author { get; init; }

    /// <summary>By all accounts of theirs, as votes have it: accounts with one e-mail address are taken for one human.</summary>
    public static IQueryable<GrantAuthor> ByAllAccounts(PortalDb db) =>
        db.Set<GrantAuthor>()
            .FromSql(
                $"""
                select grant_id, author from access_grant_author
                union
                select a.grant_id, other.handle
                from access_grant_author a
                join person one on one.handle = a.author
                join external_identity stated on stated.person_id = one.id and stated.email <> ''
                join external_identity same on lower(same.email) = lower(stated.email)
                join person other on other.id = same.person_id
                """
            );
}

internal sealed class GrantAuthorMap : IEntityTypeConfiguration<GrantAuthor>
{
    public void Configure(EntityTypeBuilder<GrantAuthor> e) => e.ToView("access_grant_author").HasNoKey();
}
