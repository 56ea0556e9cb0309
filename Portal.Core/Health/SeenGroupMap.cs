using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Portal.Core.Health;

internal sealed class SeenGroupMap : IEntityTypeConfiguration<SeenGroup>
{
    public void Configure(EntityTypeBuilder<SeenGroup> e) =>
        e.ToTable("seen_group").HasKey(x => new { x.ClusterId, x.Name });
}
