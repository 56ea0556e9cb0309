using System.IO;
using System.Linq;
using Microsoft.Build.Framework;
using Microsoft.Build.Utilities;

namespace Portal.Web.Build
{
    /// <summary>A step of the build: puts files behind one another into one.</summary>
    public sealed class JoinedFiles : Task
    {
        /// <summary>In their order.</summary>
        [Required]
        public string[] Parts { get; set; }

        /// <summary>What stands before each: of scripts a brace, so that each keeps its names to itself.</summary>
        public string Before { get; set; } = "";

        public string After { get; set; } = "";

        /// <summary>Where the one goes. It isn't written again when it is the same.</summary>
        [Required]
        public string Joined { get; set; }

        public override bool Execute()
        {
            var text = string.Concat(Parts.Select(part => Before + File.ReadAllText(part) + After));
            if (!File.Exists(Joined) || File.ReadAllText(Joined) != text)
            {
                File.WriteAllText(Joined, text);
            }

            return true;
        }
    }
}
