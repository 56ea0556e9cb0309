using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Portal.Core.Teams;

namespace Portal.Core.Audit;

internal sealed class AuditEventMap : IEntityTypeConfiguration<AuditEvent>
{
    public void Configure(EntityTypeBuilder<AuditEvent> e)
    {
        e.ToTable("audit_event").HasKey(x => x.Id);
        e.Property(x => x.Id).UseIdentityAlwaysColumn();
        e.ComplexProperty(x => x.Actor, ActorColumns.Map);
        // Stored as it is read, with the token in it.
        e.Property(x => x.Data)
            .HasColumnType("jsonb")
            .UsePropertyAccessMode(PropertyAccessMode.PreferFieldDuringConstruction);
    }
}

internal sealed class AuditSealMap : IEntityTypeConfiguration<AuditSeal>
{
    public void Configure(EntityTypeBuilder<AuditSeal> e)
    {
        e.ToTable("audit_seal").HasKey(x => x.Number);
        e.Property(x => x.Number).ValueGeneratedNever();
    }
}
