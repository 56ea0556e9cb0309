using Microsoft.EntityFrameworkCore;
using Portal.Core.Audit;

namespace Portal.Core.Store;

internal static class AuditMaps
{
    public static void Configure(ModelBuilder model)
    {
        model.Entity<AuditEvent>(e =>
        {
            e.ToTable("audit_event").HasKey(x => x.Id);
            e.Property(x => x.Id).UseIdentityAlwaysColumn();
            e.ComplexProperty(x => x.Actor, ChangeMaps.MapActor);
            e.Property(x => x.Data).HasColumnType("jsonb");
        });
        model.Entity<AuditSeal>(e =>
        {
            e.ToTable("audit_seal").HasKey(x => x.Number);
            e.Property(x => x.Number).ValueGeneratedNever();
        });
    }
}
