using Microsoft.EntityFrameworkCore;
using Portal.Core.Audit;
using Portal.Core.Store;
using Portal.Core.Teams;

namespace Portal.Core.People;

/// <summary>Records who signed in, and how.</summary>
public sealed class SignIns(IDbContextFactory<PortalDb> store, TimeProvider time)
{
    /// <param name="how">A sentence for the audit log.</param>
    public async Task Record(Person person, string how, CancellationToken stop)
    {
        await using var db = await store.CreateDbContextAsync(stop);
        db.AuditEvents.Add(
            new AuditEvent
            {
                At = time.GetUtcNow(),
                Actor = new Actor(person.Handle, ActorVia.Page),
                Kind = "person.signed-in",
                Subject = person.Handle,
                Words = how,
            }
        );
        await db.SaveChangesAsync(stop);
    }
}
