using Microsoft.EntityFrameworkCore;
using Portal.Core.Audit;
using Portal.Core.Changes;
using Portal.Core.Changes.Approvals;
using Portal.Core.Changes.Plans;
using Portal.Core.Changes.Runs;
using Portal.Core.Clusters;
using Portal.Core.Health;
using Portal.Core.People;
using Portal.Core.Resources;
using Portal.Core.Teams;
using Portal.Core.Topics;

namespace Portal.Core.Store;

/// <summary>The store as objects. <c>db/</c> owns the schema; a house test proves that this agrees with it.</summary>
public sealed class PortalDb : DbContext
{
    // A transaction whose save failed is given up whole, so a savepoint around each save would be two journeys for nothing.
    public PortalDb(DbContextOptions<PortalDb> options)
        : base(options) => Database.AutoSavepointsEnabled = false;

    public DbSet<Lane> Lanes => Set<Lane>();
    public DbSet<Region> Regions => Set<Region>();
    public DbSet<Team> Teams => Set<Team>();
    public DbSet<Person> People => Set<Person>();
    public DbSet<Teams.Membership> Memberships => Set<Teams.Membership>();
    public DbSet<BrowserSession> Sessions => Set<BrowserSession>();
    public DbSet<ApiToken> ApiTokens => Set<ApiToken>();
    public DbSet<IdempotencyKey> IdempotencyKeys => Set<IdempotencyKey>();

    public DbSet<Cluster> Clusters => Set<Cluster>();
    public DbSet<Endpoint> Endpoints => Set<Endpoint>();
    public DbSet<Secret> Secrets => Set<Secret>();
    public DbSet<Resource> Resources => Set<Resource>();
    public DbSet<Incarnation> Incarnations => Set<Incarnation>();
    public DbSet<SeenTopic> SeenTopics => Set<SeenTopic>();
    public DbSet<SeenGroup> SeenGroups => Set<SeenGroup>();
    public DbSet<Drift> Drifts => Set<Drift>();

    public DbSet<Change> Changes => Set<Change>();
    public DbSet<ChangeResource> ChangeResources => Set<ChangeResource>();
    public DbSet<Plan> Plans => Set<Plan>();
    public DbSet<CheckResult> CheckResults => Set<CheckResult>();
    public DbSet<ApprovalRule> ApprovalRules => Set<ApprovalRule>();
    public DbSet<ApprovalStep> ApprovalSteps => Set<ApprovalStep>();
    public DbSet<Vote> Votes => Set<Vote>();
    public DbSet<PlanningRun> PlanningRuns => Set<PlanningRun>();
    public DbSet<ApplyRun> ApplyRuns => Set<ApplyRun>();
    public DbSet<RunTarget> RunTargets => Set<RunTarget>();
    public DbSet<JournalEntry> Journal => Set<JournalEntry>();
    public DbSet<Due> Dues => Set<Due>();

    public DbSet<AuditEvent> AuditEvents => Set<AuditEvent>();
    public DbSet<AuditSeal> AuditSeals => Set<AuditSeal>();

    protected override void ConfigureConventions(ModelConfigurationBuilder configurationBuilder) =>
        StoreTypes.Configure(configurationBuilder);

    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        TeamMaps.Configure(modelBuilder);
        ClusterMaps.Configure(modelBuilder);
        ChangeMaps.Configure(modelBuilder);
        ApplyMaps.Configure(modelBuilder);
        AuditMaps.Configure(modelBuilder);
        SnakeCase.Apply(modelBuilder);
    }
}
