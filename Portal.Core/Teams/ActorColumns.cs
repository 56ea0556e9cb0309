using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Portal.Core.Teams;

/// <summary>An actor in the columns of what it did.</summary>
internal static class ActorColumns
{
    public static void Map(ComplexPropertyBuilder<Actor> actor)
    {
        actor.Property(a => a.Name).HasColumnName("actor");
        actor.Property(a => a.Via).HasColumnName("actor_via");
        actor.Property(a => a.OnBehalfOf).HasColumnName("on_behalf_of");
        actor.Ignore(a => a.Token);
    }
}
