using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Portal.Core.Access.Reviews;

/// <summary>Somebody whose words a grant is: they requested or edited a change that made it what it is, or created the token that did.</summary>
internal sealed class GrantAuthor
{
    public required long GrantId { get; init; }

    /// <summary>A handle.</summary>
    public required string Author { get; init; }
}

internal sealed class GrantAuthorMap : IEntityTypeConfiguration<GrantAuthor>
{
    public void Configure(EntityTypeBuilder<GrantAuthor> e) => e.ToView("access_grant_author").HasNoKey();
}
