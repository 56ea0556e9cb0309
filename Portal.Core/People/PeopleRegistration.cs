using Microsoft.Extensions.DependencyInjection;

namespace Portal.Core.People;

public static class PeopleRegistration
{
    /// <summary>Who may sign in, and their tokens. Needs Core; bind <see cref="TokenOptions"/> to set its limits.</summary>
    public static IServiceCollection AddPeople(this IServiceCollection services)
    {
        services.AddOptions<TokenOptions>().ValidateDataAnnotations().ValidateOnStart();
        return services
            .AddSingleton<CallerReader>()
            .AddSingleton<PeopleDirectory>()
            .AddSingleton<SignIns>()
            .AddSingleton<ApiTokens>()
            .AddSingleton<TokenList>()
            .AddSingleton<TokenLife>()
            .AddSingleton<TokenManagement>()
            .AddSingleton<RecognisedTokens>()
            .AddSingleton<IdempotencyKeys>();
    }
}
