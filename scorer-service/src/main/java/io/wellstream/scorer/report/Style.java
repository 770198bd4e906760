package io.wellstream.scorer.report;

/** How the page looks, on screen and on paper. */
final class Style {
    static final String SHEET = """
            <style>
            :root { --ink: #1f2933; --quiet: #616e7c; --rule: #d9e2ec; --paper: #ffffff; --accent: #0b3c7d; --bad: #b42318; }
            body { margin: 0; background: var(--paper); color: var(--ink); font: 15px/1.5 system-ui, sans-serif; }
            main { max-width: 1180px; margin: 0 auto; padding: 24px; }
            h1 { font-size: 26px; margin: 0 0 4px; } h2 { font-size: 19px; margin: 36px 0 8px; } h3 { font-size: 16px; margin: 20px 0 4px; }
            .lead { margin: 0 0 16px; } .quiet, small, figcaption { color: var(--quiet); font-size: 13px; }
            table { border-collapse: collapse; margin: 8px 0; } td, th { text-align: left; vertical-align: top; padding: 5px 18px 5px 0;
              border-bottom: 1px solid var(--rule); font-variant-numeric: tabular-nums; } th { color: var(--quiet); font-weight: 600; font-size: 13px; }
            .row { display: flex; flex-wrap: wrap; gap: 20px; align-items: flex-start; } figure { margin: 0; max-width: 264px; }
            .alarm { border: 2px solid var(--bad); border-radius: 6px; padding: 4px 18px; margin: 20px 0; } .alarm h2 { color: var(--bad); margin-top: 8px; }
            .badge { font-size: 13px; font-weight: 400; border: 1px solid var(--quiet); color: var(--quiet); border-radius: 10px; padding: 1px 9px; }
            svg text { font-size: 9px; fill: var(--quiet); } .grid { stroke: var(--rule); } .ideal { stroke: var(--quiet); stroke-dasharray: 4 4; }
            .bar { stroke: var(--accent); stroke-width: 5; opacity: .22; } .curve { stroke: var(--accent); stroke-width: 1.5; fill: none; }
            .point { fill: var(--accent); } rect.found { fill: none; stroke: #2c7a4b; stroke-width: 1.6; }
            rect.missed { fill: none; stroke: var(--bad); stroke-width: 1.6; } .cross { stroke: var(--bad); stroke-width: 1.4; fill: none; }
            .legend span { display: inline-block; width: 18px; height: 12px; } .legend i { display: inline-block; width: 9px; height: 9px;
              border: 1.6px solid #2c7a4b; font: 11px/8px sans-serif; text-align: center; } .legend i.missed { border-color: var(--bad); color: var(--bad); }
            @media print { main { max-width: none; padding: 0; } figure { break-inside: avoid; } }
            </style>
            """;

    private Style() {}
}
