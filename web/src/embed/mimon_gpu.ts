/// The element `<mimon-gpu gpu="0">`: a live card of one GPU, from the server that this script came
/// from or that `src` names.
{
  const script = document.currentScript as HTMLScriptElement | null;
  const home = script === null ? window.location.href : script.src;

  class MimonGpu extends HTMLElement {
    static observedAttributes = ['gpu', 'src'];
    readonly #frame = document.createElement('iframe');

    constructor() {
      super();
      this.#frame.style.cssText = 'border:0;width:100%;height:100%;display:block';
      const style = document.createElement('style');
      style.textContent = ':host{display:block;width:100%;max-width:24rem;height:15rem}';
      this.attachShadow({ mode: 'open' }).append(style, this.#frame);
    }

    connectedCallback(): void {
      this.#show();
    }

    attributeChangedCallback(): void {
      if (this.isConnected) this.#show();
    }

    #show(): void {
      const gpu = this.getAttribute('gpu') ?? '0';
      const address = new URL('/embed/gpu', this.getAttribute('src') ?? home);
      address.searchParams.set('gpu', gpu);
      this.#frame.title = `GPU ${gpu}`;
      if (this.#frame.src !== address.href) this.#frame.src = address.href;
    }
  }

  if (!customElements.get('mimon-gpu')) customElements.define('mimon-gpu', MimonGpu);
}
