using Microsoft.Extensions.Options;
using Portal.Core.Teams;

namespace Portal.Web.Identity.Tokens;

/// <summary>
/// How long tokens live: as long as was said, and never longer than the maximum as it is now. One that is lowered counts
/// for those that were made before, too.
/// </summary>
public sealed class TokenLife(IOptions<IdentityOptions> options, TimeProvider time)
{
    public TimeSpan Longest => options.Value.LongestToken;

    public IQueryable<ApiToken> Working(IQueryable<ApiToken> tokens)
    {
        var now = time.GetUtcNow();
        var oldest = now - Longest;
        return tokens.Where(t => t.RevokedAt == null && t.ExpiresAt > now && t.CreatedAt > oldest);
    }

    public DateTimeOffset End(DateTimeOffset made, DateTimeOffset said) =>
        made + Longest is var latest && latest < said ? latest : said;
}
