using Microsoft.Extensions.DependencyInjection;
using Portal.Core.Resources;

namespace Portal.Core.Schemas;

internal static class SchemaRegistration
{
    public static void AddSchemas(this IServiceCollection services)
    {
        services.AddSingleton<IResourceKind, SchemaKind>();
        services.AddSingleton<SchemaCatalogue>();
        services.AddSingleton<SchemaList>();
        services.AddSingleton<SchemaSearch>();
        services.AddSingleton<SchemaPayloads>();
        services.AddSingleton<SubjectUses>();
    }
}
