using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Portal.Schemas.Compatibility;

namespace Portal.Core.Schemas;

/// <summary>A subject as it was last seen in its registry.</summary>
public sealed class SeenSubject
{
    public required ClusterId ClusterId { get; init; }
    public required string Name { get; init; }

    /// <summary>Its newest version; 0: none was read yet.</summary>
    public required int Newest { get; set; }

    /// <summary>The level it sets itself; null: the registry's or its context's is in force.</summary>
    public CompatibilityLevel? Level { get; set; }

    /// <summary>The topic that it is named after, by the text of its newest version; null: none, or that wasn't read yet.</summary>
    public string? Topic { get; private set; }

    /// <summary>What <see cref="Level"/> was when its spec was last applied or adopted.</summary>
    public CompatibilityLevel? SettledLevel { get; private set; }

    /// <summary>When that was read; null: it isn't managed, or wasn't read since.</summary>
    public DateTimeOffset? SettledAt { get; private set; }
    public required DateTimeOffset FirstSeenAt { get; init; }

    /// <summary>When it was last read, while it is unread; otherwise it is as old as its registry's reading.</summary>
    public required DateTimeOffset SeenAt { get; set; }

    /// <summary>
    /// Its registry lists it, and the newest reading has nothing else of it: it is as it was at <see cref="SeenAt"/>. Means nothing of one that is
    /// gone: a worker of the release before leaves it as it is.
    /// </summary>
    public bool IsUnread { get; set; }
    public DateTimeOffset? GoneAt { get; set; }

    /// <summary>Finds the topic that it is named after.</summary>
    public void NameBy(SeenSchema newest) => Topic = SubjectName.TopicOf(Name, newest.Type, newest.Text);

    public LiveSchema ToLive(SeenSchema version, CompatibilityLevel? global) =>
        new(Name, new(version.Version, version.SchemaId), version.Type, version.Text, version.Refs, Level, global);
}

internal sealed class SeenSubjectMap : IEntityTypeConfiguration<SeenSubject>
{
    public void Configure(EntityTypeBuilder<SeenSubject> builder)
    {
        builder.ToTable("seen_subject").HasKey(x => new { x.ClusterId, x.Name });
        builder
            .Property(x => x.Level)
            .HasConversion(v => v == null ? null : v.Value.Word(), v => RegistryWords.Read<CompatibilityLevel>(v));
        builder
            .Property(x => x.SettledLevel)
            .HasConversion(v => v == null ? null : v.Value.Word(), v => RegistryWords.Read<CompatibilityLevel>(v));
    }
}
