using Microsoft.EntityFrameworkCore;
using Portal.Core.Clusters;
using Portal.Core.Resources;
using Portal.Core.Store;

namespace Portal.Core.Catalogue;

/// <summary>What of a kind is there and has no owner.</summary>
internal static class UnownedNames
{
    public static IQueryable<SeenName> Of(PortalDb db, ISeenNames names, IResourceKind kind)
    {
        var word = kind.Kind;
        var managed = db.Set<Resource>().Where(r => r.Kind == word && r.GoneAt == null);
        var unowned = names
            .In(db)
            .Where(thing => !managed.Any(r => r.ClusterId == thing.ClusterId && r.Name == thing.Name));
        if (!kind.IsInRegistry)
        {
            return unowned;
        }

        // What is in a registry is one thing on every cluster that the registry serves: its owner on one of them is its owner.
        var elsewhere =
            from pair in SharedAddresses.Pairs(db, EndpointKind.Registry)
            join r in managed on pair.Other equals r.ClusterId
            select new { pair.Cluster, r.Name };
        return unowned.Where(thing =>
            !elsewhere.Any(owned => owned.Cluster == thing.ClusterId && owned.Name == thing.Name)
        );
    }
}
