using System.Text;
using Microsoft.AspNetCore.Mvc;
using Portal.Core.Changes.Requests;
using Portal.Core.Resources;
using Portal.Core.Store;
using Portal.Web.Api.Audit;
using Portal.Web.Api.Authentication;
using Portal.Web.Api.Changes;
using Portal.Web.Api.Clusters;
using Portal.Web.Api.Documents;
using Portal.Web.Api.Groups;
using Portal.Web.Api.Kinds;
using Portal.Web.Api.Limits;
using Portal.Web.Api.People;
using Portal.Web.Api.Specs;
using Portal.Web.Api.Topics;
using Portal.Web.Api.Unowned;
using Portal.Web.Api.Versions;

namespace Portal.Web.Api;

/// <summary>The REST API: all that the pages do, on the same application services.</summary>
public static class ApiRegistration
{
    public const string Root = "/api";

    /// <summary>Bytes, where a route doesn't take more.</summary>
    public const int LongestBody = 256 * 1024;

    // Bytes a second: 240 by default, by which a body of that length may take eighteen minutes.
    private const int SlowestBody = 2 * 1024;

    public static void AddPortalApi(this WebApplicationBuilder builder)
    {
        var services = builder.Services;
        services.ConfigureHttpJsonOptions(json => ApiJson.Configure(json.SerializerOptions));
        services.Configure<RouteHandlerOptions>(routes => routes.ThrowOnBadRequest = true);
        services.AddExceptionHandler<ApiFailures>();
        services.AddProblemDetails(Problem.Complete);
        services.AddCommitWatch();
        services.AddKindParts<IKindApi>(typeof(ApiRegistration).Assembly).AddSingleton<KindApis>();
        services.AddSingleton<TopicReading>().AddSingleton<Forecasts>();
        services.AddPortalSpecs();
        services.AddScoped<AccountAnswers>();
        services.AddTokenAuthentication();
        services.AddPortalRateLimits(builder.Configuration);
        services.AddPortalOpenApi();
        services.AddSingleton<KnownParameters>().AddSingleton<RequestMarks>();
        services.AddSingleton<KeyReleases>().AddHostedService(provider => provider.GetRequiredService<KeyReleases>());
        // What isn't UTF-8 would be refused by the server itself, without a word.
        builder.WebHost.ConfigureKestrel(server =>
        {
            server.RequestHeaderEncodingSelector = name => name == IdempotentRequests.Header ? Encoding.Latin1 : null!;
            server.Limits.MinRequestBodyDataRate = new(SlowestBody, gracePeriod: TimeSpan.FromSeconds(5));
        });
    }

    /// <summary>Whether a request is the API's, however its address is spelled: routes are found in any case, too.</summary>
    public static bool Covers(HttpContext http) =>
        http.Request.Path.StartsWithSegments(Root, StringComparison.OrdinalIgnoreCase);

    /// <summary>After the pages: what is refused under /api becomes a problem document, never a page.</summary>
    public static void MapPortalApi(this WebApplication app)
    {
        app.UseWhen(Covers, api => api.UseStatusCodePages().UseMiddleware<IdempotentRequests>());
        ServedDescription.Map(app);
        SpecRoutes.MapSchema(app);

        var v1 = app.MapGroup($"{Root}/v1")
            .RequireAuthorization(TokenAuthentication.Policy)
            .WithMetadata(new RequestSizeLimitAttribute(LongestBody))
            .AddEndpointFilter(app.Services.GetRequiredService<KnownParameters>().Check)
            .AddEndpointFilter(PresentToken.Check)
            .Refuses(400, 401, 403, 429, 503);
        MeRoutes.Map(v1);
        DraftRoutes.Map(v1);
        TokenRoutes.Map(v1);
        SessionRoutes.Map(v1);
        RoleRuleRoutes.Map(v1);
        DirectoryRoutes.Map(v1);
        PersonRoutes.Map(v1);
        PersonRoleRoutes.Map(v1);
        HandOverRoutes.Map(v1);
        TeamRoutes.Map(v1);
        RoleRequestRoutes.Map(v1);
        BreakGlassRoutes.Map(v1);
        DelegationRoutes.Map(v1);
        AccountRoutes.Map(v1);
        AccountRoleRoutes.Map(v1);
        AccountTokenRoutes.Map(v1);
        WorkloadRoutes.Map(v1);
        ChangeRoutes.Map(v1);
        UnownedRoutes.Map(v1);
        ForecastRoutes.Map(v1);
        SpecRoutes.Map(v1);
        foreach (var kind in app.Services.GetServices<IKindApi>())
        {
            kind.Map(v1);
        }

        GroupRoutes.Map(v1);
        ClusterRoutes.Map(v1);
        AuditRoutes.Map(v1);
        DeploymentRoutes.Map(v1);
    }
}
