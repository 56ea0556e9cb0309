using System.Collections.Immutable;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.ChangeTracking;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Portal.Core.Store;

namespace Portal.Core.Topics;

internal sealed class SeenTopicMap : IEntityTypeConfiguration<SeenTopic>
{
    public void Configure(EntityTypeBuilder<SeenTopic> e)
    {
        e.ToTable("seen_topic")
            .HasKey(x => new
            {
                x.ClusterId,
                x.Name,
                x.TopicId,
            });
        e.Property(x => x.Configs)
            .HasColumnType("jsonb")
            .HasConversion(
                new JsonColumn<ImmutableSortedDictionary<string, LiveConfig>>(),
                ValueComparer.CreateDefault<ImmutableSortedDictionary<string, LiveConfig>>(false)
            );
    }
}
