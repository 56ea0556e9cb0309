using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Portal.Core.Changes.Requests;

/// <summary>A request that somebody has begun and not sent. Only its person sees it.</summary>
public sealed class RequestDraft
{
    public DraftId Id { get; private set; }

    /// <summary>The handle of who began it.</summary>
    public required string Person { get; init; }

    /// <summary>What it is about, for a list.</summary>
    public required string Title { get; set; }

    /// <summary>The form that goes on with it.</summary>
    public required string Address { get; set; }

    /// <summary>What was typed, as the form writes and reads it.</summary>
    public required string Form { get; set; }

    /// <summary>Counted by each save.</summary>
    public required int Version { get; set; }
    public required DateTimeOffset CreatedAt { get; init; }
    public required DateTimeOffset UpdatedAt { get; set; }
}

internal sealed class RequestDraftMap : IEntityTypeConfiguration<RequestDraft>
{
    public void Configure(EntityTypeBuilder<RequestDraft> e)
    {
        e.ToTable("request_draft").HasKey(x => x.Id);
        e.Property(x => x.Id).UseIdentityAlwaysColumn();
    }
}
