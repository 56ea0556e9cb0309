using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Portal.Core.Versions;

/// <summary>A migration as the store has recorded it.</summary>
internal sealed class MigrationRow
{
    public required int Number { get; init; }
    public required string Name { get; init; }
    public required DateTimeOffset AppliedAt { get; init; }
}

/// <summary>The connections to this store that have one name.</summary>
internal sealed class ConnectionRow
{
    public required string Name { get; init; }
    public required int Connections { get; init; }
    public DateTimeOffset? SeenAt { get; init; }
}

/// <summary>A process whose clock isn't the store's, by the name of its connections.</summary>
internal sealed class ClockRow
{
    public required string Process { get; init; }
    public required TimeSpan Ahead { get; init; }
}

internal sealed class ClockRowMap : IEntityTypeConfiguration<ClockRow>
{
    public void Configure(EntityTypeBuilder<ClockRow> e) => e.ToView("process_clock").HasKey(x => x.Process);
}

internal sealed class MigrationRowMap : IEntityTypeConfiguration<MigrationRow>
{
    public void Configure(EntityTypeBuilder<MigrationRow> e) => e.ToView("migration").HasKey(x => x.Number);
}

internal sealed class ConnectionRowMap : IEntityTypeConfiguration<ConnectionRow>
{
    public void Configure(EntityTypeBuilder<ConnectionRow> e) =>
        e.HasNoKey()
            .ToSqlQuery(
                """
                select application_name as name, count(*)::integer as connections, max(state_change) as seen_at
                from pg_stat_activity
                where datname = current_database() and application_name like 'portal-%'
                group by application_name
                """
            );
}
