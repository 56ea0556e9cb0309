using System.Reflection;
using Microsoft.Extensions.DependencyInjection;

namespace Portal.Core.Resources;

/// <summary>Finds the parts that kinds bring, so that nobody but a kind's own folders lists them.</summary>
public static class KindParts
{
    /// <summary>Every class of <paramref name="from"/> that is a <typeparamref name="TPart"/>, once for the process.</summary>
    public static IServiceCollection AddKindParts<TPart>(this IServiceCollection services, Assembly from)
        where TPart : class
    {
        foreach (var part in PartsOf<TPart>(from))
        {
            services.AddSingleton(typeof(TPart), part);
        }

        return services;
    }

    /// <summary>Every <see cref="IKindService"/> of <paramref name="from"/>, as itself, once for the process.</summary>
    public static IServiceCollection AddKindServices(this IServiceCollection services, Assembly from)
    {
        foreach (var part in PartsOf<IKindService>(from))
        {
            services.AddSingleton(part);
        }

        return services;
    }

    private static IEnumerable<Type> PartsOf<TPart>(Assembly from) =>
        SourceTypes
            .Of(from)
            .Where(type => type is { IsClass: true, IsAbstract: false, IsGenericTypeDefinition: false })
            .Where(type => type.IsAssignableTo(typeof(TPart)))
            .OrderBy(type => type.FullName, StringComparer.Ordinal);
}
