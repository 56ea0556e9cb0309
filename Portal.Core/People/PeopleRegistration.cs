using Microsoft.Extensions.DependencyInjection;
using Portal.Core.People.Accounts;
using Portal.Core.People.Bootstrap;
using Portal.Core.People.BreakGlass;
using Portal.Core.People.Delegations;
using Portal.Core.People.Federation;
using Portal.Core.People.Leaving;
using Portal.Core.People.Permissions;
using Portal.Core.People.Requests;
using Portal.Core.People.Roles;
using Portal.Core.People.Roster;

namespace Portal.Core.People;

public static class PeopleRegistration
{
    /// <summary>Who may sign in, and their tokens. Needs Core; bind <see cref="TokenOptions"/> and <see cref="BrowserSessionOptions"/> to set their limits.</summary>
    public static IServiceCollection AddPeople(this IServiceCollection services)
    {
        services.AddOptions<BrowserSessionOptions>().ValidateDataAnnotations().ValidateOnStart();
        services.AddOptions<FederationOptions>().ValidateDataAnnotations().ValidateOnStart();
        services.AddOptions<BootstrapOptions>().ValidateDataAnnotations().ValidateOnStart();
        services.AddOptions<BreakGlassOptions>().ValidateDataAnnotations().ValidateOnStart();
        services.AddOptions<TokenOptions>().ValidateDataAnnotations().ValidateOnStart();
        return services
            .AddSingleton<CallerReader>()
            .AddSingleton<PeopleDirectory>()
            .AddSingleton<Sessions>()
            .AddSingleton<SessionList>()
            .AddSingleton<SessionManagement>()
            .AddSingleton<IdentityJoin>()
            .AddSingleton<ProviderSessions>()
            .AddSingleton<SessionRenewals>()
            .AddSingleton<ProxiedSessions>()
            .AddSingleton<RefusedStatements>()
            .AddSingleton<RoleGrants>()
            .AddSingleton<Elevations>()
            .AddSingleton<BreakGlassOpening>()
            .AddSingleton<BreakGlassConfirmation>()
            .AddSingleton<BreakGlassClosing>()
            .AddSingleton<BreakGlassList>()
            .AddSingleton<VoteDelegations>()
            .AddSingleton<DelegationEnding>()
            .AddSingleton<DelegationList>()
            .AddSingleton<RoleRequests>()
            .AddSingleton<RoleRequestDecisions>()
            .AddSingleton<RoleRequestList>()
            .AddSingleton<PeopleList>()
            .AddSingleton<PersonReading>()
            .AddSingleton<PersonAccess>()
            .AddSingleton<PermissionReading>()
            .AddSingleton<LeavingReading>()
            .AddSingleton<HandOver>()
            .AddSingleton<TeamRoster>()
            .AddSingleton<TeamContacts>()
            .AddSingleton<AccountList>()
            .AddSingleton<AccountReading>()
            .AddSingleton<AccountCreation>()
            .AddSingleton<AccountManagement>()
            .AddSingleton<AccountTokens>()
            .AddSingleton<NewAccountToken>()
            .AddSingleton<WorkloadRules>()
            .AddSingleton<WorkloadExchange>()
            .AddSingleton<RoleRuleList>()
            .AddSingleton<RoleRules>()
            .AddSingleton<ApiTokens>()
            .AddSingleton<TokenList>()
            .AddSingleton<TokenLife>()
            .AddSingleton<TokenManagement>()
            .AddSingleton<RecognisedTokens>()
            .AddSingleton<IdempotencyKeys>()
            .AddSingleton<BootstrapLinks>()
            .AddSingleton<BootstrapSetup>()
            .AddSingleton<BootstrapSignIn>()
            .AddSingleton<BootstrapClosing>();
    }

    /// <summary>What ends roles and access whose time is over. Needs only the store.</summary>
    public static IServiceCollection AddPeopleExpiry(this IServiceCollection services) =>
        services.AddSingleton<RoleExpiry>().AddSingleton<RoleRequestExpiry>().AddSingleton<BreakGlassExpiry>();
}
