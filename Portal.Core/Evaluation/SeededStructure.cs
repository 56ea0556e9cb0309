using Portal.Core.Changes.Approvals;
using Portal.Core.Changes.Plans;
using Portal.Core.Teams;

namespace Portal.Core.Evaluation;

/// <summary>
/// What an evaluation starts with: three environments, six teams, a person for each way of using the portal, and who must
/// approve what. Each read gives new objects, so that
/// a context may keep them.
/// </summary>
public static class SeededStructure
{
    public const string Dev = "dev";
    public const string Staging = "staging";
    public const string Prod = "prod";
    public const string LocalRegion = "local";
    public const string Payments = "payments";
    public const string Logistics = "logistics";
    public const string Platform = "platform";
    public const string Checkout = "checkout";
    public const string Search = "search";
    public const string Analytics = "analytics";

    public static IReadOnlyList<ClusterEnvironment> Environments =>
        [
            new()
            {
                Name = Dev,
                Title = "Development",
                Order = 1,
                IsProduction = false,
            },
            new()
            {
                Name = Staging,
                Title = "Staging",
                Order = 2,
                IsProduction = false,
            },
            new()
            {
                Name = Prod,
                Title = "Production",
                Order = 3,
                IsProduction = true,
            },
        ];

    public static IReadOnlyList<Region> Regions => [new() { Name = LocalRegion, Title = "This machine" }];

    public static IReadOnlyList<Team> Teams =>
        [
            new() { Name = Payments, Title = "Payments" },
            new() { Name = Logistics, Title = "Logistics" },
            new() { Name = Platform, Title = "Platform" },
            new() { Name = Checkout, Title = "Checkout" },
            new() { Name = Search, Title = "Search" },
            new() { Name = Analytics, Title = "Analytics" },
        ];

    public static IReadOnlyList<SeededPerson> People =>
        [
            new("ada", "Ada Brandt", "Product engineer in Payments", [(Payments, Role.Member)]),
            new(
                "grace",
                "Grace Okafor",
                "Approver for Payments and Logistics",
                [(Payments, Role.Member), (Payments, Role.Approver), (Logistics, Role.Approver)]
            ),
            new("lin", "Lin Sørensen", "Product engineer in Logistics", [(Logistics, Role.Member)]),
            new("iris", "Iris Novak", "Product engineer in Checkout", [(Checkout, Role.Member)]),
            new(
                "omar",
                "Omar Said",
                "Product engineer in Search and Analytics",
                [(Search, Role.Member), (Analytics, Role.Member)]
            ),
            new(
                "tess",
                "Tess Okoye",
                "Approver for Checkout, Search and Analytics",
                [(Checkout, Role.Approver), (Search, Role.Approver), (Analytics, Role.Approver)]
            ),
            new("noor", "Noor Haddad", "On call", [(Payments, Role.OnCall), (Logistics, Role.OnCall)]),
            new("sam", "Sam Ferreira", "Platform engineer", PlatformRoles),
            new("mina", "Mina Kovač", "Platform engineer", PlatformRoles),
        ];

    /// <summary>Dev and staging at low risk have no rule: nobody has to be waited for.</summary>
    public static IReadOnlyList<ApprovalRule> Rules =>
        [
            ByOwner(Dev, RiskBand.Medium),
            ByOwner(Dev, RiskBand.High),
            ByOwner(Staging, RiskBand.Medium),
            ByOwner(Staging, RiskBand.High),
            ByOwner(Prod, RiskBand.Low),
            ByOwner(Prod, RiskBand.Medium),
            ByOwner(Prod, RiskBand.High),
            new()
            {
                Environment = Prod,
                RiskBand = RiskBand.High,
                Ordinal = 2,
                Title = "Platform",
                FromOwner = false,
                Quorum = 1,
            },
        ];

    private static (string Team, Role Role)[] PlatformRoles =>
        [(Platform, Role.Member), (Platform, Role.Approver), (Platform, Role.Platform)];

    private static ApprovalRule ByOwner(string environment, RiskBand band) =>
        new()
        {
            Environment = environment,
            RiskBand = band,
            Ordinal = 1,
            Title = "Owning team",
            FromOwner = true,
            Quorum = 1,
        };
}

/// <param name="Roles">The teams by name, and what the person is there.</param>
public sealed record SeededPerson(string Handle, string Name, string About, (string Team, Role Role)[] Roles);
