using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Portal.Core.Access.Reviews;

/// <summary>A round in which the owners of data keep or drop each grant on it.</summary>
public sealed class AccessReview
{
    private static readonly TimeSpan Ahead = TimeSpan.FromDays(3);

    public long Id { get; private set; }

    /// <summary>Whose data; null: everybody's.</summary>
    public TeamId? TeamId { get; init; }
    public required string Reason { get; init; }

    /// <summary>A handle, or the clock.</summary>
    public required string OpenedBy { get; init; }
    public required DateTimeOffset OpenedAt { get; init; }

    /// <summary>What nobody answered for until then is dropped.</summary>
    public required DateTimeOffset EndsAt { get; set; }

    /// <summary>When its owners were reminded last; null: not yet, or nobody could answer for some of it then.</summary>
    public DateTimeOffset? RemindedAt { get; set; }
    public DateTimeOffset? ClosedAt { get; set; }

    /// <summary>When its owners are to be reminded: three days before its end, and in a short round once half of it is over.</summary>
    public DateTimeOffset RemindAt => RemindsAt(OpenedAt, EndsAt);

    internal static DateTimeOffset RemindsAt(DateTimeOffset opened, DateTimeOffset ends)
    {
        var half = (ends - opened) / 2;
        return ends - (half < Ahead ? half : Ahead);
    }
}

public enum ReviewVerdict
{
    Keep,
    Drop,
}

/// <summary>A grant of a round, as it was when that was opened, and what its owner decided.</summary>
public sealed class AccessReviewItem
{
    public required long ReviewId { get; init; }
    public required long GrantId { get; init; }
    public required ClusterId ClusterId { get; init; }
    public required string Name { get; init; }
    public required string Principal { get; init; }

    /// <summary>"read orders".</summary>
    public required string Act { get; init; }

    /// <summary>Whose the data was when somebody last looked: within a minute of now, until it is answered for.</summary>
    public required TeamId OwnerTeamId { get; init; }

    /// <summary>When that owner was reminded of it; null: not yet, or nobody could answer for it then.</summary>
    public DateTimeOffset? RemindedAt { get; set; }

    /// <summary>Null: nobody answered yet.</summary>
    public ReviewVerdict? Verdict { get; set; }

    /// <summary>A handle; the clock, where nobody answered until the end, or nobody could.</summary>
    public string? AnsweredBy { get; set; }
    public DateTimeOffset? AnsweredAt { get; set; }
}

internal sealed class AccessReviewMap : IEntityTypeConfiguration<AccessReview>
{
    public void Configure(EntityTypeBuilder<AccessReview> builder)
    {
        builder.ToTable("access_review").HasKey(x => x.Id);
        builder.Property(x => x.Id).UseIdentityAlwaysColumn();
        builder.Ignore(x => x.RemindAt);
    }
}

internal sealed class AccessReviewItemMap : IEntityTypeConfiguration<AccessReviewItem>
{
    public void Configure(EntityTypeBuilder<AccessReviewItem> builder) =>
        builder.ToTable("access_review_item").HasKey(x => new { x.ReviewId, x.GrantId });
}
